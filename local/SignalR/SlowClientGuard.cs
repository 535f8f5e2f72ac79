using System.IO.Pipelines;
using Microsoft.AspNetCore.Connections;
using Microsoft.Extensions.Logging;

namespace LiveTally.Local.SignalR;

/// <summary>
/// Cuts off a client that does not read. ASP.NET Core would make the sender wait for it, and with it everybody in the group.
/// </summary>
internal sealed class SlowClientGuard(SignalREndpointOptions options, ILogger<SignalREndpoint> logger)
{
    public Task OnConnectedAsync(ConnectionContext connection, ConnectionDelegate next)
    {
        var output = new GuardedWriter(connection, connection.Transport.Output, CutOff);
        connection.Transport = new GuardedTransport(connection.Transport, output);
        return next(connection);
    }

    private void CutOff(ConnectionContext connection)
    {
        Log.SlowClient(logger, connection.ConnectionId, options.MaxBufferedBytes);
        connection.Abort();
    }

    private sealed class GuardedTransport(IDuplexPipe inner, PipeWriter output) : IDuplexPipe
    {
        public PipeReader Input => inner.Input;

        public PipeWriter Output => output;
    }

    private sealed class GuardedWriter(ConnectionContext connection, PipeWriter inner, Action<ConnectionContext> cutOff) : PipeWriter
    {
        private bool isCutOff;

        public override ValueTask<FlushResult> FlushAsync(CancellationToken cancellationToken = default)
        {
            if (isCutOff)
                return new(new FlushResult(isCanceled: false, isCompleted: true));
            var flush = inner.FlushAsync(cancellationToken);

            // A flush waits only when more waits to be read than the pipe's threshold, which is the limit (SignalREndpointExtensions).
            if (flush.IsCompleted)
                return flush;
            isCutOff = true;
            cutOff(connection);
            return new(new FlushResult(isCanceled: false, isCompleted: true));
        }

        public override void Advance(int bytes) => inner.Advance(bytes);

        public override Memory<byte> GetMemory(int sizeHint = 0) => inner.GetMemory(sizeHint);

        public override Span<byte> GetSpan(int sizeHint = 0) => inner.GetSpan(sizeHint);

        public override void CancelPendingFlush() => inner.CancelPendingFlush();

        public override void Complete(Exception? exception = null) => inner.Complete(exception);
    }
}

using System.Diagnostics;
using System.Net;
using System.Net.Sockets;

namespace LiveTally.Bench;

/// <summary>
/// HTTP/1.1 over bare sockets, one request at a time on each connection, one thread for all of them: it takes a few microseconds a request,
/// where an HTTP client takes as long as the server that is to be measured.
/// </summary>
internal sealed class RawLoad(Uri url, int connections)
{
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(60);

    /// <summary>Sends request after request until <paramref name="next"/> has no more.</summary>
    /// <param name="next">The bytes of the n-th request; null: there are no more.</param>
    /// <param name="answered">Gets the number of a request and its answer, valid during the call.</param>
    /// <param name="cancellationToken">Ends the load.</param>
    /// <returns>How long each request took, in ticks of the stopwatch, and how long all did.</returns>
    public Task<LoadTimes> RunAsync(Func<int, byte[]?> next, AnswerHandler answered, CancellationToken cancellationToken) =>
        Task.Factory.StartNew(() => Run(next, answered, cancellationToken), cancellationToken, TaskCreationOptions.LongRunning, TaskScheduler.Default);

    private LoadTimes Run(Func<int, byte[]?> next, AnswerHandler answered, CancellationToken cancellationToken)
    {
        var times = new List<long>();
        var busy = new Dictionary<Socket, RawConnection>();
        var started = Stopwatch.GetTimestamp();
        var sent = 0;
        try
        {
            while (busy.Count < connections && next(sent) is { } request)
            {
                var connection = new RawConnection(new IPEndPoint(IPAddress.Parse(url.Host), url.Port));
                busy.Add(connection.Socket, connection);
                connection.Send(sent++, request);
            }

            var readable = new List<Socket>(busy.Count);
            while (busy.Count > 0)
            {
                cancellationToken.ThrowIfCancellationRequested();
                readable.Clear();
                readable.AddRange(busy.Keys);
                Socket.Select(readable, null, null, Patience);
                if (readable.Count == 0)
                    throw new TimeoutException($"No answer in {Patience.TotalSeconds} s.");
                foreach (var socket in readable)
                {
                    var connection = busy[socket];
                    if (!connection.TryReceive(out var answer))
                        continue;
                    times.Add(Stopwatch.GetTimestamp() - connection.SentAt);
                    answered(connection.Number, answer);
                    if (next(sent) is { } request)
                    {
                        connection.Send(sent++, request);
                    }
                    else
                    {
                        busy.Remove(socket);
                        connection.Dispose();
                    }
                }
            }
        }
        finally
        {
            foreach (var left in busy.Values)
                left.Dispose();
        }

        return new LoadTimes([.. times], Stopwatch.GetElapsedTime(started));
    }
}

/// <summary>Takes an answer.</summary>
internal delegate void AnswerHandler(int number, RawAnswer answer);

/// <summary>What a load took.</summary>
internal sealed record LoadTimes(long[] Each, TimeSpan All)
{
    public double PerSecond => Each.Length / All.TotalSeconds;
}

using System.Buffers;
using System.Diagnostics.CodeAnalysis;
using Microsoft.AspNetCore.Connections;
using Microsoft.AspNetCore.SignalR;
using Microsoft.AspNetCore.SignalR.Protocol;
using Microsoft.Extensions.Logging;

namespace LiveTally.Local.SignalR;

/// <summary>
/// The protocols of this hub only. They count what clients try to invoke; ASP.NET Core answers with an error, since the hub has no methods.
/// </summary>
internal sealed class ListenOnlyProtocols(IHubProtocolResolver inner, RefusedInvocations refused) : IHubProtocolResolver
{
    private readonly IHubProtocol[] protocols = [.. inner.AllProtocols.Select(p => new ListenOnlyProtocol(p, refused))];

    public IReadOnlyList<IHubProtocol> AllProtocols => protocols;

    public IHubProtocol? GetProtocol(string protocolName, IReadOnlyList<string>? supportedProtocols) =>
        inner.GetProtocol(protocolName, supportedProtocols) is { } found ? protocols.First(p => p.Name == found.Name) : null;

    private sealed class ListenOnlyProtocol(IHubProtocol inner, RefusedInvocations refused) : IHubProtocol
    {
        public string Name => inner.Name;

        public int Version => inner.Version;

        public TransferFormat TransferFormat => inner.TransferFormat;

        public bool IsVersionSupported(int version) => inner.IsVersionSupported(version);

        public bool TryParseMessage(ref ReadOnlySequence<byte> input, IInvocationBinder binder, [NotNullWhen(true)] out HubMessage? message)
        {
            if (!inner.TryParseMessage(ref input, binder, out message))
                return false;
            var target = message switch
            {
                HubMethodInvocationMessage invocation => invocation.Target,
                InvocationBindingFailureMessage failure => failure.Target,
                _ => null,
            };
            if (target is not null)
                refused.Count(target);
            return true;
        }

        public void WriteMessage(HubMessage message, IBufferWriter<byte> output) => inner.WriteMessage(message, output);

        public ReadOnlyMemory<byte> GetMessageBytes(HubMessage message) => inner.GetMessageBytes(message);
    }
}

/// <summary>How often clients tried to invoke something.</summary>
internal sealed class RefusedInvocations(ILogger<SignalREndpoint> logger)
{
    private long total;

    public long Total => Interlocked.Read(ref total);

    public void Count(string target)
    {
        Interlocked.Increment(ref total);
        Log.InvocationRefused(logger, target);
    }
}

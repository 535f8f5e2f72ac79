using LiveTally.Operations;

namespace LiveTally.Votes;

/// <summary>A vote that waits for its partition. Its result is null once it is durable, else why it is not.</summary>
internal sealed class WaitingVote(ReadOnlyMemory<byte> logEvent, long since)
    : TaskCompletionSource<VoteLogException?>(TaskCreationOptions.RunContinuationsAsynchronously)
{
    public ReadOnlyMemory<byte> Event { get; } = logEvent;

    /// <summary>When it began to wait: a timestamp of the time provider.</summary>
    public long Since { get; } = since;

    /// <summary>Of the request that sent it; null when its trace is not recorded.</summary>
    public string? TraceParent { get; } = Traces.Current;
}

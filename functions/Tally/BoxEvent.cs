using LiveTally.Votes;

namespace LiveTally.Tally;

/// <summary>What the log holds for a box, decoded.</summary>
/// <param name="SequenceNumber">Its place in its log partition.</param>
public abstract record BoxEvent(long SequenceNumber)
{
    /// <summary>W3C trace context of the request that it comes from; null when its trace is not recorded.</summary>
    public string? TraceParent { get; init; }
}

/// <summary>A vote.</summary>
/// <param name="SequenceNumber">Its place in its log partition.</param>
/// <param name="BallotKey">Who voted.</param>
/// <param name="VoteId">The name that the client gave the vote; compared in network byte order, so that UUIDv7s compare by time.</param>
/// <param name="Choices">Indexes into the poll's options.</param>
/// <param name="AcceptedAt">When the ingress accepted it.</param>
public sealed record CastVote(long SequenceNumber, BallotKey BallotKey, Guid VoteId, byte[] Choices, DateTimeOffset AcceptedAt)
    : BoxEvent(SequenceNumber);

/// <summary>A marker: what comes after it counts only if it was accepted at or before <paramref name="ClosedAt"/>.</summary>
/// <param name="SequenceNumber">Its place in its log partition.</param>
/// <param name="ClosedAt">In whole milliseconds.</param>
public sealed record CloseMarker(long SequenceNumber, DateTimeOffset ClosedAt) : BoxEvent(SequenceNumber);

/// <summary>A marker: the box takes nothing that comes after it.</summary>
/// <param name="SequenceNumber">Its place in its log partition.</param>
public sealed record SealMarker(long SequenceNumber) : BoxEvent(SequenceNumber);

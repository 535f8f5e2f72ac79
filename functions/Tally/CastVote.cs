using LiveTally.Votes;

namespace LiveTally.Tally;

/// <summary>A vote as it stands in the log, decoded.</summary>
/// <param name="SequenceNumber">Its place in its log partition.</param>
/// <param name="BallotKey">Who voted.</param>
/// <param name="VoteId">The name that the client gave the vote; compared in network byte order, so that UUIDv7s compare by time.</param>
/// <param name="Choices">Indexes into the poll's options.</param>
/// <param name="AcceptedAt">When the ingress accepted it.</param>
public sealed record CastVote(long SequenceNumber, BallotKey BallotKey, Guid VoteId, byte[] Choices, DateTimeOffset AcceptedAt);

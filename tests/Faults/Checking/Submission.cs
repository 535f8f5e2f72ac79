using System.Collections.Immutable;

namespace LiveTally.Tests.Faults.Checking;

/// <summary>What a voter heard of a vote that was sent.</summary>
public enum Reply
{
    /// <summary>Nothing: the connection broke, or the voter cut it. The vote may count.</summary>
    None,

    /// <summary>202. The vote must not be lost.</summary>
    Accepted,

    /// <summary>4xx. The vote must not count.</summary>
    Refused,

    /// <summary>5xx or 429. The vote may count.</summary>
    Failed,
}

/// <summary>One request with a vote. A retry is another one with the same vote id.</summary>
/// <param name="Voter">Who sent it, by number within the poll.</param>
/// <param name="VoteId">The vote's name.</param>
/// <param name="Choices">What was chosen, in order.</param>
/// <param name="SentAt">When, on the driver's clock.</param>
/// <param name="AnsweredAt">When the answer was there; for <see cref="Reply.None"/> when the voter stopped waiting.</param>
/// <param name="Reply">The answer.</param>
/// <param name="Answer">The status and the problem's code, for messages.</param>
/// <param name="Receipt">The receipt of an accepted vote.</param>
public sealed record Submission(
    int Voter, Guid VoteId, ImmutableArray<int> Choices, TimeSpan SentAt, TimeSpan AnsweredAt, Reply Reply, string Answer = "", string? Receipt = null);

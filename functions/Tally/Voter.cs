using System.Collections.Immutable;

namespace LiveTally.Tally;

/// <summary>What a box knows of one voter, from the journal's entries.</summary>
/// <param name="VoteId">The vote that counts, if there is one.</param>
/// <param name="Choices">Its choices; null while no vote of the voter counts.</param>
/// <param name="Others">The voter's other votes that are in the journal, counted once or never; null when there are none.</param>
/// <param name="Uncounted">How many of the entries never counted.</param>
public readonly record struct Voter(Guid VoteId, byte[]? Choices, ImmutableHashSet<Guid>? Others, int Uncounted)
{
    /// <summary>
    /// Most entries of a voter that do not count. What comes beyond them is decided alike and leaves no entry, so that nobody fills a box with votes
    /// in vain. Changes that count all have one; how many a voter may send is up to the ingress.
    /// </summary>
    public const int MaxUncounted = 16;

    /// <summary>Whether a vote of the voter counts.</summary>
    public bool HasBallot => Choices is not null;

    /// <summary>Whether the journal has an entry of this vote.</summary>
    public bool Knows(Guid voteId) => IsBallot(voteId) || Others?.Contains(voteId) == true;

    /// <summary>Whether this is the vote that counts.</summary>
    public bool IsBallot(Guid voteId) => HasBallot && VoteId == voteId;

    /// <summary>The voter after a further entry.</summary>
    public Voter With(in JournalEntry entry) => entry.Outcome == JournalOutcome.Counted
        ? this with { VoteId = entry.VoteId, Choices = entry.Choices, Others = HasBallot ? (Others ?? []).Add(VoteId) : Others }
        : this with { Others = (Others ?? []).Add(entry.VoteId), Uncounted = Uncounted + 1 };
}

using LiveTally.Votes;

namespace LiveTally.Tally;

/// <summary>A ballot that counts.</summary>
public readonly record struct Ballot(Guid VoteId, byte[] Choices);

/// <summary>A box as its owner holds it in memory: the head, and the ballots that folding the journal gives.</summary>
public sealed class BoxState(BoxHead head)
{
    private readonly Dictionary<BallotKey, Ballot> _ballots = [];

    public BoxHead Head { get; private set; } = head;

    /// <summary>The ballots that count, one per voter.</summary>
    public IReadOnlyDictionary<BallotKey, Ballot> Ballots => _ballots;

    /// <summary>Takes over a change that is now part of the journal.</summary>
    public void Fold(BoxChange change)
    {
        Fold(change.Entries);
        Head = change.Head;
    }

    /// <summary>Takes over journal entries that the head already covers.</summary>
    public void Fold(IEnumerable<JournalEntry> entries)
    {
        foreach (var entry in entries)
            _ballots[entry.BallotKey] = new Ballot(entry.VoteId, entry.Choices);
    }
}

using System.ComponentModel;
using LiveTally.Votes;

namespace LiveTally.Tally;

/// <summary>A box as it stood a moment ago, to be asked about voters and votes.</summary>
[ImmutableObject(true)]
public sealed class BoxView
{
    private readonly BoxState _state;
    private readonly Dictionary<(BallotKey, Guid), (JournalEntry Entry, string PageId)> _entries = [];

    /// <exception cref="InvalidDataException">The journal cannot be read.</exception>
    public BoxView(BoxJournal journal, BoxRules rules)
    {
        _state = journal.Recount(rules);

        // Of two entries of one vote the later one counts: the first can only have been refused.
        foreach (var (page, _, entry) in journal.Entries())
            _entries[(entry.BallotKey, entry.VoteId)] = (entry, page.Id);
    }

    public BoxHead Head => _state.Head;

    /// <summary>What the box knows of a voter.</summary>
    public Voter VoterOf(BallotKey key) => _state.VoterOf(key);

    /// <summary>The journal's entry of a vote and the page that it is in, or null.</summary>
    public (JournalEntry Entry, string PageId)? Find(BallotKey key, Guid voteId) =>
        _entries.TryGetValue((key, voteId), out var found) ? found : null;
}

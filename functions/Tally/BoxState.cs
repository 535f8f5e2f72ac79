using LiveTally.Votes;

namespace LiveTally.Tally;

/// <summary>A box as its owner holds it in memory: the head, and what folding the journal tells of each voter.</summary>
public sealed class BoxState(BoxHead head)
{
    private readonly Dictionary<BallotKey, Voter> _voters = [];

    public BoxHead Head { get; private set; } = head;

    /// <summary>Everybody who is in the journal.</summary>
    public IReadOnlyDictionary<BallotKey, Voter> Voters => _voters;

    /// <summary>The run of small pages at the end of the journal.</summary>
    public SmallPages SmallPages { get; } = new();

    public Voter VoterOf(BallotKey key) => _voters.GetValueOrDefault(key);

    /// <summary>Takes over a change that is now part of the journal, with the ETag of its page if that is known.</summary>
    public void Fold(BoxChange change, string? pageETag = null)
    {
        foreach (var entry in change.Entries)
        {
            if (entry.IsVote)
                _voters[entry.BallotKey] = VoterOf(entry.BallotKey).With(entry);
        }

        Head = change.Head;
        SmallPages.Add(new StoredPage(change.Page, pageETag));
    }
}

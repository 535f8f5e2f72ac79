using System.Buffers;
using LiveTally.Votes;

namespace LiveTally.Tally;

/// <summary>What a batch of votes does to a box: the new head and the page that goes with it, to be committed together.</summary>
public sealed record BoxChange(BoxHead Head, BoxPage Page, IReadOnlyList<JournalEntry> Entries);

/// <summary>
/// The decision at the centre of LiveTally, pure and total. However often the log delivers, in whatever cut, to however many owners, the box
/// ends up the same: a ballot that is in the box already changes nothing, and a box never forgets one.
/// </summary>
public static class BallotBox
{
    /// <summary>
    /// Applies votes of one log partition, in their order there. Keeps one ballot per voter (the first, or where the poll allows changes the
    /// one with the newest vote id), and leaves <paramref name="state"/> as it is.
    /// </summary>
    /// <returns>The change to commit, or null when the votes change nothing.</returns>
    public static BoxChange? Apply(BoxState state, BoxRules rules, int partition, IEnumerable<CastVote> votes)
    {
        var head = state.Head;
        var watermark = -1L;
        var changed = new Dictionary<BallotKey, Ballot>();
        var entries = new List<JournalEntry>();
        var page = new ArrayBufferWriter<byte>();
        var counts = head.Counts.ToArray();
        var ballots = head.Ballots;
        var chain = head.Chain;

        foreach (var vote in votes)
        {
            if (vote.AcceptedAt > rules.ClosedAt || !rules.Accept(vote.Choices))
                continue;

            var voted = changed.TryGetValue(vote.BallotKey, out var earlier) || state.Ballots.TryGetValue(vote.BallotKey, out earlier);
            if (voted && (!rules.AllowChange || vote.VoteId.CompareTo(earlier.VoteId) <= 0))
                continue;

            foreach (var choice in voted ? earlier.Choices : [])
                counts[choice]--;
            foreach (var choice in vote.Choices)
                counts[choice]++;
            if (!voted)
                ballots++;

            changed[vote.BallotKey] = new Ballot(vote.VoteId, vote.Choices);
            watermark = vote.SequenceNumber;
            var entry = new JournalEntry(vote.BallotKey, vote.VoteId, vote.Choices, partition, vote.SequenceNumber);
            chain = entry.AppendTo(page, chain);
            entries.Add(entry);
        }

        if (entries.Count == 0)
            return null;

        return new BoxChange(
            head with
            {
                Entries = head.Entries + entries.Count,
                Ballots = ballots,
                Counts = [.. counts],
                Watermarks = head.Watermarks.SetItem(partition, watermark),
                Chain = chain,
            },
            new BoxPage { PollId = head.PollId, Box = head.Box, First = head.Entries + 1, Count = entries.Count, Data = page.WrittenSpan.ToArray() },
            entries);
    }
}

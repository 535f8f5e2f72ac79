using LiveTally.Operations;

namespace LiveTally.Tally;

/// <summary>What is measured of a commit. Only what is committed counts, so that a vote which is delivered again is not counted again.</summary>
internal static class CommitTelemetry
{
    private static readonly KeyValuePair<string, object?> Closed = new("reason", "closed");
    private static readonly KeyValuePair<string, object?> InvalidChoice = new("reason", "invalidChoice");

    /// <summary>When the oldest vote that the change counts was accepted; null when it counts none.</summary>
    public static DateTimeOffset? OldestCounted(BoxChange change, IEnumerable<BoxEvent> events)
    {
        DateTimeOffset? oldest = null;
        foreach (var (outcome, vote) in Votes(change, events))
        {
            if (outcome == JournalOutcome.Counted && !(vote.AcceptedAt >= oldest))
                oldest = vote.AcceptedAt;
        }

        return oldest;
    }

    /// <summary>Measures a change that is committed.</summary>
    public static void Committed(BoxChange change, IEnumerable<BoxEvent> events, DateTimeOffset now)
    {
        Telemetry.CommitSize.Record(change.Entries.Count);
        Span<int> outcomes = stackalloc int[(int)JournalOutcome.RejectedInvalidChoice + 1];
        outcomes.Clear();
        foreach (var entry in change.Entries)
        {
            if (entry.IsVote)
                outcomes[(int)entry.Outcome]++;
        }

        Telemetry.VotesCounted.Add(outcomes[(int)JournalOutcome.Counted]);
        Telemetry.VotesDuplicate.Add(outcomes[(int)JournalOutcome.Duplicate]);
        Telemetry.VotesSuperseded.Add(outcomes[(int)JournalOutcome.Superseded]);
        Telemetry.VotesRejected.Add(outcomes[(int)JournalOutcome.RejectedClosed], Closed);
        Telemetry.VotesRejected.Add(outcomes[(int)JournalOutcome.RejectedInvalidChoice], InvalidChoice);
        if (!Telemetry.VoteCommitDuration.Enabled)
            return;

        // The clocks of two machines differ a little.
        foreach (var (_, vote) in Votes(change, events))
            Telemetry.VoteCommitDuration.Record(double.Max(0, (now - vote.AcceptedAt).TotalSeconds));
    }

    // Entries are in the order of the events that they come from, and some events have left none.
    private static IEnumerable<(JournalOutcome Outcome, CastVote Vote)> Votes(BoxChange change, IEnumerable<BoxEvent> events)
    {
        var next = 0;
        foreach (var one in events)
        {
            if (next == change.Entries.Count)
                yield break;
            if (one.SequenceNumber != change.Entries[next].SequenceNumber)
                continue;
            if (one is CastVote vote)
                yield return (change.Entries[next].Outcome, vote);
            next++;
        }
    }
}

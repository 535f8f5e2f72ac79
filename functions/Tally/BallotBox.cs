namespace LiveTally.Tally;

/// <summary>What a batch of events does to a box: the new head and the page that goes with it, to be committed together.</summary>
public sealed record BoxChange(BoxHead Head, BoxPage Page, IReadOnlyList<JournalEntry> Entries);

/// <summary>
/// The decision at the centre of LiveTally, pure and total. However often the log delivers, in whatever cut, to however many owners, the box
/// ends up the same: a vote that is in the journal already changes nothing, and a box never forgets one.
/// </summary>
public static class BallotBox
{
    /// <summary>
    /// Applies events of one log partition, in their order there, and leaves <paramref name="state"/> as it is. Keeps one ballot per voter: the
    /// first, or where the poll allows changes the one with the newest vote id. After a close marker it takes only what was accepted in time,
    /// after a seal marker nothing.
    /// </summary>
    /// <returns>The change to commit, or null when the events change nothing.</returns>
    public static BoxChange? Apply(BoxState state, BoxRules rules, int partition, IEnumerable<BoxEvent> events)
    {
        var draft = new BoxDraft(state, rules);
        foreach (var next in events)
        {
            if (Decide(draft, rules, partition, next) is { } entry)
                draft.Append(entry);
        }

        return draft.ToChange();
    }

    private static JournalEntry? Decide(BoxDraft box, BoxRules rules, int partition, BoxEvent next)
    {
        if (box.Sealed)
            return null;

        return next switch
        {
            CastVote vote => Decide(box, rules, vote) is { } outcome
                ? new JournalEntry(
                    outcome,
                    vote.BallotKey,
                    vote.VoteId,
                    outcome == JournalOutcome.RejectedInvalidChoice ? [] : vote.Choices,
                    partition,
                    vote.SequenceNumber)
                : null,
            CloseMarker close when box.ClosedAt is null => JournalEntry.Close(close.ClosedAt, partition, close.SequenceNumber),
            SealMarker seal => JournalEntry.Seal(partition, seal.SequenceNumber),
            _ => null,
        };
    }

    /// <summary>What the journal is to say of the vote; null when it has said it already, or says no more of this voter.</summary>
    private static JournalOutcome? Decide(BoxDraft box, BoxRules rules, CastVote vote)
    {
        var voter = box.VoterOf(vote.BallotKey);
        if (voter.IsBallot(vote.VoteId))
            return null;

        var outcome = OutcomeOf(box, rules, vote, voter);

        // A copy of a vote that was refused may yet have been accepted in time; for anything else one entry is enough.
        if (outcome != JournalOutcome.Counted && (voter.Knows(vote.VoteId) || voter.Uncounted >= Voter.MaxUncounted))
            return null;
        return outcome;
    }

    private static JournalOutcome OutcomeOf(BoxDraft box, BoxRules rules, CastVote vote, in Voter voter)
    {
        if (!rules.Accept(vote.Choices))
            return JournalOutcome.RejectedInvalidChoice;
        if (vote.AcceptedAt > box.ClosedAt)
            return JournalOutcome.RejectedClosed;
        if (!voter.HasBallot)
            return JournalOutcome.Counted;
        if (!rules.AllowChange)
            return JournalOutcome.Duplicate;
        return vote.VoteId.CompareTo(voter.VoteId) > 0 ? JournalOutcome.Counted : JournalOutcome.Superseded;
    }
}

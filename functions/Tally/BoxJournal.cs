namespace LiveTally.Tally;

/// <summary>A box's head and all pages of its journal, as they go together.</summary>
/// <param name="Head">The head; that of an empty box when there is none in storage.</param>
/// <param name="ETag">The head's; null when there is none in storage.</param>
/// <param name="Pages">The journal's pages in order, without a gap, up to the head's last entry.</param>
public sealed record BoxJournal(BoxHead Head, string? ETag, IReadOnlyList<BoxPage> Pages)
{
    /// <summary>What the journal's entries give, all or the first <paramref name="entries"/>, whatever the head says.</summary>
    /// <exception cref="InvalidDataException">A page cannot be read, or counts an option that the poll does not have.</exception>
    public BoxState Recount(BoxRules rules, long entries = long.MaxValue)
    {
        var state = new BoxState(BoxHead.Empty(Head.PollId, Head.Box, rules));
        foreach (var page in Pages.TakeWhile(page => page.First <= entries))
        {
            var draft = new BoxDraft(state, rules);
            foreach (var entry in JournalEntry.ReadAll(page.Data).Take((int)long.Min(page.Count, entries - page.First + 1)))
            {
                if (entry.Outcome == JournalOutcome.Counted && !rules.Accept(entry.Choices))
                    throw new InvalidDataException($"Page {page.Id} of box {Head.Box} of poll {Head.PollId} counts what is no ballot.");
                draft.Append(entry);
            }

            if (draft.ToChange() is { } change)
                state.Fold(change);
        }

        return state;
    }
}

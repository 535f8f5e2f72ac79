namespace LiveTally.Tally;

/// <summary>A box's head and all pages of its journal, as they go together.</summary>
/// <param name="Head">The head; that of an empty box when there is none in storage.</param>
/// <param name="ETag">The head's; null when there is none in storage.</param>
/// <param name="Pages">
/// The journal's pages in order, without a gap, up to the head's last entry or beyond: a page that was merged between the reads may hold later ones.
/// </param>
public sealed record BoxJournal(BoxHead Head, string? ETag, IReadOnlyList<BoxPage> Pages)
{
    /// <summary>The entries that the head covers, or the first <paramref name="entries"/> of them, with the page that holds each and its number from 1.</summary>
    /// <exception cref="InvalidDataException">A page cannot be read.</exception>
    public IEnumerable<(BoxPage Page, long Number, JournalEntry Entry)> Entries(long entries = long.MaxValue)
    {
        var last = long.Min(entries, Head.Entries);
        foreach (var page in Pages.TakeWhile(page => page.First <= last))
        {
            var number = page.First;
            foreach (var entry in JournalEntry.ReadAll(page.Data).Take((int)long.Min(page.Count, last - page.First + 1)))
                yield return (page, number++, entry);
        }
    }

    /// <summary>What the journal's entries give, all or the first <paramref name="entries"/>, whatever the head says.</summary>
    /// <exception cref="InvalidDataException">A page cannot be read, or counts an option that the poll does not have.</exception>
    public BoxState Recount(BoxRules rules, long entries = long.MaxValue)
    {
        var state = new BoxState(BoxHead.Empty(Head.PollId, Head.Box, rules));
        var draft = new BoxDraft(state, rules);
        foreach (var (page, _, entry) in Entries(entries))
        {
            if (entry.Outcome == JournalOutcome.Counted && !rules.Accept(entry.Choices))
                throw new InvalidDataException($"Page {page.Id} of box {Head.Box} of poll {Head.PollId} counts what is no ballot.");
            draft.Append(entry);
        }

        if (draft.ToChange() is { } change)
            state.Fold(change);
        state.SmallPages.Restart(Pages);
        return state;
    }
}

namespace LiveTally.Tally;

/// <summary>A page, and the ETag under which it was written; null when it was only read.</summary>
public readonly record struct StoredPage(BoxPage Page, string? ETag);

/// <summary>
/// The run of small pages at the end of a journal. When it is long its beginning is made one: a box that gets its votes one by one would
/// otherwise have as many pages as votes, each to be read by whoever loads it. The pages are kept, so that nobody needs to read them for that.
/// </summary>
public sealed class SmallPages
{
    /// <summary>How many pages are made one. With the head they are far from the 100 operations and 2 MB of a TransactionalBatch.</summary>
    public const int WorthCompacting = 32;

    private const int SmallBytes = 16 * 1024;

    private readonly List<StoredPage> _run = [];

    /// <summary>The pages to be made one, in order; null while there are too few.</summary>
    public IReadOnlyList<StoredPage>? Due => _run.Count < WorthCompacting ? null : [.. _run.Take(WorthCompacting)];

    /// <summary>Notes the next page of the journal.</summary>
    public void Add(StoredPage next)
    {
        if (IsSmall(next.Page))
            _run.Add(next);
        else
            _run.Clear();
    }

    /// <summary>Notes the pages of a journal that was just read.</summary>
    public void Restart(IEnumerable<BoxPage> pages)
    {
        _run.Clear();
        foreach (var page in pages)
            Add(new StoredPage(page, null));
    }

    /// <summary>Those that were due are this one page now, which belongs to the run as long as it is small.</summary>
    public void Compacted(StoredPage merged)
    {
        _run.RemoveRange(0, WorthCompacting);
        if (IsSmall(merged.Page))
            _run.Insert(0, merged);
    }

    /// <summary>Begins a new run.</summary>
    public void Clear() => _run.Clear();

    private static bool IsSmall(BoxPage page) => page.Data.Length <= SmallBytes;
}

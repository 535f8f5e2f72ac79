namespace LiveTally.Tally;

/// <summary>
/// The run of small pages at the end of a journal. When it is long its beginning is made one: a box that gets its votes one by one would
/// otherwise have as many pages as votes, each to be read by whoever loads it.
/// </summary>
public sealed class SmallPages
{
    /// <summary>How many pages are made one. With the head they are far from the 100 operations and 2 MB of a TransactionalBatch.</summary>
    public const int WorthCompacting = 32;

    private const int SmallBytes = 16 * 1024;

    private readonly List<(long First, int Bytes)> _run = [];

    /// <summary>The ids of the pages to be made one, in order; null while there are too few.</summary>
    public IReadOnlyList<string>? Due => _run.Count < WorthCompacting ? null : [.. _run.Take(WorthCompacting).Select(page => BoxPage.IdOf(page.First))];

    /// <summary>Notes the next page of the journal.</summary>
    public void Add(BoxPage page)
    {
        if (page.Data.Length > SmallBytes)
            _run.Clear();
        else
            _run.Add((page.First, page.Data.Length));
    }

    /// <summary>Notes the pages of a journal that was just read.</summary>
    public void Restart(IEnumerable<BoxPage> pages)
    {
        _run.Clear();
        foreach (var page in pages)
            Add(page);
    }

    /// <summary>Those that were due are one page now, which belongs to the run as long as it is small.</summary>
    public void Compacted()
    {
        var (first, bytes) = (_run[0].First, _run.Take(WorthCompacting).Sum(page => page.Bytes));
        _run.RemoveRange(0, WorthCompacting);
        if (bytes <= SmallBytes)
            _run.Insert(0, (first, bytes));
    }

    /// <summary>Begins a new run.</summary>
    public void Clear() => _run.Clear();
}

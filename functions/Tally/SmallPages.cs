namespace LiveTally.Tally;

/// <summary>
/// The run of small pages at the end of a journal. When it is long they are made one: a box that gets its votes one by one would
/// otherwise have as many pages as votes, each to be read by whoever loads it.
/// </summary>
public sealed class SmallPages
{
    /// <summary>Length of a run that is worth a compaction.</summary>
    public const int WorthCompacting = 32;

    // 32 of them stay far under the 2 MB of a document and of a TransactionalBatch, base64 included.
    private const int SmallBytes = 16 * 1024;

    private readonly List<long> _firsts = [];

    /// <summary>Whether the run is long enough to be compacted.</summary>
    public bool ShouldCompact => _firsts.Count >= WorthCompacting;

    /// <summary>The ids of the pages in the run, in order.</summary>
    public IEnumerable<string> Ids => _firsts.Select(BoxPage.IdOf);

    /// <summary>Notes the next page of the journal.</summary>
    public void Add(BoxPage page)
    {
        if (page.Data.Length > SmallBytes)
            _firsts.Clear();
        else
            _firsts.Add(page.First);
    }

    /// <summary>Begins a new run.</summary>
    public void Clear() => _firsts.Clear();
}

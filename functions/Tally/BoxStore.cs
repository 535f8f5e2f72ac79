using System.Text.Json;
using LiveTally.Operations;
using LiveTally.Polls;
using LiveTally.Results;
using Microsoft.Azure.Cosmos;

namespace LiveTally.Tally;

/// <summary>Reads, commits and compacts ballot boxes.</summary>
public sealed class BoxStore(TallyDatabase database, TimeProvider time)
{
    private const int Attempts = 5;
    private static readonly TimeSpan Pause = TimeSpan.FromMilliseconds(200);
    private static readonly TransactionalBatchItemRequestOptions CreateOptions = new() { EnableContentResponseOnWrite = false };

    /// <summary>The box as it stands in storage, recounted from its journal.</summary>
    /// <exception cref="InvalidDataException">The box is damaged: its head does not follow from its journal, or that cannot be read.</exception>
    /// <exception cref="PollDeletedException">The poll was deleted, and its box with it; every read of a box throws it then.</exception>
    public async Task<LoadedBox> LoadAsync(Poll poll, int box, CancellationToken cancellationToken)
    {
        var journal = await ReadJournalAsync(poll, box, cancellationToken);
        var state = journal.Recount(poll.BoxRules);
        if (!state.Head.Equals(journal.Head))
            throw new InvalidDataException($"The head of box {box} of poll {poll.Id} does not follow from its journal.");
        return new LoadedBox(state, journal.ETag);
    }

    /// <summary>The box's head and journal, as they go together.</summary>
    /// <exception cref="InvalidDataException">The box is damaged: pages are missing, or it cannot be read.</exception>
    public async Task<BoxJournal> ReadJournalAsync(Poll poll, int box, CancellationToken cancellationToken)
    {
        var key = TallyDatabase.BoxKey(poll.Id, box);
        string? failedWith = null;
        for (var attempt = 1; ; attempt++)
        {
            var (head, etag) = await ReadHeadAsync(poll.Id, box, cancellationToken);
            if (head is null)
                return new BoxJournal(BoxHead.Empty(poll.Id, box, poll.BoxRules), null, []);

            // Pages are written with the head, so that those up to the head's last entry are all there; later ones are not ours yet.
            var pages = (await ReadPagesAsync(key, cancellationToken)).Where(page => page.First <= head.Entries).OrderBy(page => page.First).ToArray();
            if (AreWhole(pages, head.Entries))
                return new BoxJournal(head, etag, pages);

            // Another owner may have committed or compacted between the reads, however often: only a box that stands still is damaged.
            if (etag != failedWith)
                attempt = 1;
            else if (attempt == Attempts)
                throw new InvalidDataException($"Box {box} of poll {poll.Id} has {head.Entries} entries, and pages are missing in its journal.");
            failedWith = etag;
            await Task.Delay(Pause, time, cancellationToken);
        }
    }

    /// <summary>Whether the box takes nothing more.</summary>
    /// <exception cref="InvalidDataException">The head cannot be read.</exception>
    public async Task<bool> IsSealedAsync(string pollId, int box, CancellationToken cancellationToken) =>
        (await ReadHeadAsync(pollId, box, cancellationToken)).Head is { Sealed: true };

    /// <summary>The tallies of those boxes of a poll that have a head.</summary>
    /// <exception cref="InvalidDataException">A head cannot be read.</exception>
    public async Task<IReadOnlyCollection<KeyValuePair<int, BoxTally>>> ReadTalliesAsync(Poll poll, CancellationToken cancellationToken)
    {
        var heads = await Task.WhenAll(Enumerable.Range(0, poll.Boxes).Select(box => ReadHeadAsync(poll.Id, box, cancellationToken)));
        return [.. heads.Select(read => read.Head).OfType<BoxHead>().Select(head => KeyValuePair.Create(head.Box, BoxTally.Of(head)))];
    }

    /// <summary>Writes page and head together, if the head is still the one that was loaded.</summary>
    /// <returns>
    /// The new ETags; or null when another owner was faster and nothing was written, or when it is written and the SDK lost the answer
    /// and sent it again.
    /// </returns>
    /// <exception cref="CosmosException">The commit failed, or its answer was lost; the box must be loaded anew.</exception>
    public async Task<BoxETags?> CommitAsync(LoadedBox box, BoxChange change, CancellationToken cancellationToken)
    {
        var head = Documents.Content(change.Head, AppJson.Default.BoxHead);
        var batch = database.Boxes
            .CreateTransactionalBatch(TallyDatabase.BoxKey(change.Head.PollId, change.Head.Box))
            .CreateItemStream(Documents.Content(change.Page, AppJson.Default.BoxPage), CreateOptions);
        batch = box.ETag is null
            ? batch.CreateItemStream(head, CreateOptions)
            : batch.ReplaceItemStream(BoxHead.DocumentId, head, new() { IfMatchEtag = box.ETag, EnableContentResponseOnWrite = false });

        using var response = await batch.ExecuteAsync(cancellationToken);
        return response.IsWritten() ? new BoxETags(response[1].ETag, response[0].ETag) : null;
    }

    /// <summary>
    /// Makes one page of a run of pages. Entries, chain and head stay as they are: the chain runs over entries (decision 0002).
    /// </summary>
    /// <returns>That page; null when another owner has done so already.</returns>
    /// <exception cref="CosmosException">It failed, or its answer was lost. Either way the journal is whole.</exception>
    public async Task<StoredPage?> CompactAsync(string pollId, int box, IReadOnlyList<StoredPage> run, CancellationToken cancellationToken)
    {
        var key = TallyDatabase.BoxKey(pollId, box);
        var pages = await Task.WhenAll(run.Select(stored => WithETagAsync(stored, key, cancellationToken)));
        if (pages.Any(stored => stored.ETag is null))
            return null;

        var merged = pages[0].Page with
        {
            Count = pages.Sum(stored => stored.Page.Count),
            Data = [.. pages.SelectMany(stored => stored.Page.Data)],
            TraceParent = null,
            AcceptedAt = null,
        };
        var batch = database.Boxes.CreateTransactionalBatch(key).ReplaceItemStream(
            merged.Id,
            Documents.Content(merged, AppJson.Default.BoxPage),
            new() { IfMatchEtag = pages[0].ETag, EnableContentResponseOnWrite = false });
        foreach (var (page, etag) in pages.Skip(1))
            batch = batch.DeleteItem(page.Id, new() { IfMatchEtag = etag });

        using var response = await batch.ExecuteAsync(cancellationToken);
        return response.IsWritten() ? new StoredPage(merged, response[0].ETag) : null;
    }

    // Without one still when the page is gone.
    private async Task<StoredPage> WithETagAsync(StoredPage stored, PartitionKey key, CancellationToken cancellationToken)
    {
        if (stored.ETag is not null)
            return stored;
        var (page, etag) = await database.Boxes.TryReadAsync(stored.Page.Id, key, AppJson.Default.BoxPage, cancellationToken);
        return page is null ? stored : new StoredPage(page, etag);
    }

    private async Task<(BoxHead? Head, string? ETag)> ReadHeadAsync(string pollId, int box, CancellationToken cancellationToken)
    {
        try
        {
            var read = await database.Boxes.TryReadAsync(
                BoxHead.DocumentId, TallyDatabase.BoxKey(pollId, box), AppJson.Default.BoxHead, cancellationToken);
            return read.Value is { Deleted: true } ? throw new PollDeletedException(pollId) : read;
        }
        catch (JsonException e)
        {
            throw new InvalidDataException($"The head of box {box} of poll {pollId} cannot be read: {e.Message}", e);
        }
    }

    private async Task<List<BoxPage>> ReadPagesAsync(PartitionKey key, CancellationToken cancellationToken)
    {
        var pages = new List<BoxPage>();
        await foreach (var document in database.Boxes.ReadAllAsync(key, cancellationToken))
        {
            if (document.GetProperty("id").GetString() is ['p', ..] id)
                pages.Add(Read(document, id));
        }

        return pages;
    }

    private static bool AreWhole(BoxPage[] pages, long entries)
    {
        var next = 1L;
        foreach (var page in pages)
        {
            if (page.First != next)
                return false;
            next += page.Count;
        }

        return next > entries;
    }

    private static BoxPage Read(JsonElement document, string id)
    {
        try
        {
            return document.Deserialize(AppJson.Default.BoxPage)!;
        }
        catch (JsonException e)
        {
            throw new InvalidDataException($"Page {id} of the journal cannot be read: {e.Message}", e);
        }
    }
}

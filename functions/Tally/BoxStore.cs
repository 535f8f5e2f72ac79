using System.Net;
using System.Text.Json;
using LiveTally.Operations;
using LiveTally.Polls;
using Microsoft.Azure.Cosmos;

namespace LiveTally.Tally;

/// <summary>Reads and commits ballot boxes.</summary>
public sealed class BoxStore(TallyDatabase database, TimeProvider time)
{
    private const int Attempts = 5;
    private static readonly TimeSpan Pause = TimeSpan.FromMilliseconds(200);
    private static readonly TransactionalBatchItemRequestOptions CreateOptions = new() { EnableContentResponseOnWrite = false };

    /// <summary>The box as it stands in storage: its head, and the ballots of its journal.</summary>
    /// <exception cref="InvalidDataException">The box is damaged: its journal does not go with its head, or cannot be read.</exception>
    public async Task<LoadedBox> LoadAsync(Poll poll, int box, CancellationToken cancellationToken)
    {
        for (var attempt = 1; ; attempt++)
        {
            var key = TallyDatabase.BoxKey(poll.Id, box);
            var (head, etag) = await database.Boxes.TryReadAsync(BoxHead.DocumentId, key, AppJson.Default.BoxHead, cancellationToken);
            if (head is null)
                return new LoadedBox(new BoxState(BoxHead.Empty(poll.Id, box, poll.Options.Length)), null);

            // Pages are written with the head, so that those up to the head's last entry are all there; later ones are not ours yet.
            var state = new BoxState(head);
            long entries = 0;
            foreach (var page in (await ReadPagesAsync(key, cancellationToken)).Where(page => page.First <= head.Entries).OrderBy(page => page.First))
            {
                state.Fold(JournalEntry.ReadAll(page.Data));
                entries += page.Count;
            }

            if (entries == head.Entries)
                return new LoadedBox(state, etag);

            // Another owner may have committed between the two reads, or a replica may lag; damage stays.
            if (attempt == Attempts)
                throw new InvalidDataException($"Box {box} of poll {poll.Id} counts {head.Entries} entries, its journal has {entries}.");
            await Task.Delay(Pause, time, cancellationToken);
        }
    }

    /// <summary>Writes page and head together, if the head is still the one that was loaded.</summary>
    /// <returns>The head's new ETag, or null when another owner was faster; nothing was written then.</returns>
    /// <exception cref="CosmosException">The commit failed, or its answer was lost; the box must be loaded anew.</exception>
    public async Task<string?> CommitAsync(LoadedBox box, BoxChange change, CancellationToken cancellationToken)
    {
        var head = Documents.Content(change.Head, AppJson.Default.BoxHead);
        var batch = database.Boxes
            .CreateTransactionalBatch(TallyDatabase.BoxKey(change.Head.PollId, change.Head.Box))
            .CreateItemStream(Documents.Content(change.Page, AppJson.Default.BoxPage), CreateOptions);
        batch = box.ETag is null
            ? batch.CreateItemStream(head, CreateOptions)
            : batch.ReplaceItemStream(BoxHead.DocumentId, head, new() { IfMatchEtag = box.ETag, EnableContentResponseOnWrite = false });

        using var response = await batch.ExecuteAsync(cancellationToken);
        if (response.IsSuccessStatusCode)
            return response[1].ETag;
        if (response.StatusCode is HttpStatusCode.PreconditionFailed or HttpStatusCode.Conflict)
            return null;
        throw new CosmosException(response.ErrorMessage, response.StatusCode, 0, response.ActivityId, response.RequestCharge);
    }

    private async Task<List<BoxPage>> ReadPagesAsync(PartitionKey key, CancellationToken cancellationToken)
    {
        var pages = new List<BoxPage>();
        using var feed = database.Boxes.GetItemQueryStreamIterator(queryText: null, requestOptions: new() { PartitionKey = key, MaxItemCount = -1 });
        while (feed.HasMoreResults)
        {
            using var response = await feed.ReadNextAsync(cancellationToken);
            response.EnsureSuccessStatusCode();
            using var json = await JsonDocument.ParseAsync(response.Content, cancellationToken: cancellationToken);
            foreach (var document in json.RootElement.GetProperty("Documents").EnumerateArray())
            {
                if (document.GetProperty("id").GetString() is ['p', ..] id)
                    pages.Add(Read(document, id));
            }
        }

        return pages;
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

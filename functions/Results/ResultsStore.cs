using LiveTally.Operations;
using LiveTally.Polls;
using Microsoft.Azure.Cosmos;

namespace LiveTally.Results;

/// <summary>Reads a poll's merged tally and its timeline, and merges into them.</summary>
public sealed class ResultsStore(TallyDatabase database, TimeProvider time)
{
    /// <summary>The tally; empty, of version 0, when nothing was merged yet.</summary>
    /// <exception cref="PollDeletedException">The poll was deleted.</exception>
    public async Task<ResultsDocument> ReadAsync(Poll poll, CancellationToken cancellationToken)
    {
        var (document, _) = await LoadAsync(poll, cancellationToken);
        return document.Deleted ? throw new PollDeletedException(poll.Id) : document;
    }

    /// <summary>The timeline; empty when nothing was merged yet.</summary>
    public async Task<Timeline> ReadTimelineAsync(Poll poll, CancellationToken cancellationToken)
    {
        var (timeline, _) = await database.Results.TryReadAsync(
            Timeline.DocumentId, new PartitionKey(poll.Id), AppJson.Default.Timeline, cancellationToken);
        return timeline ?? Timeline.Empty(poll.Id);
    }

    /// <summary>Merges, whoever else does at the same time.</summary>
    /// <param name="poll">The poll.</param>
    /// <param name="boxes">Tallies of boxes, in any order, new or old.</param>
    /// <param name="cancellationToken">Stops it; the tally may be merged by then.</param>
    /// <param name="origin">What a version that this makes comes from.</param>
    /// <returns>Whether there was anything new. Of a deleted poll there never is.</returns>
    public async Task<bool> MergeAsync(
        Poll poll, IReadOnlyCollection<KeyValuePair<int, BoxTally>> boxes, CancellationToken cancellationToken, ResultsOrigin? origin = null)
    {
        while (true)
        {
            var (current, etag) = await LoadAsync(poll, cancellationToken);
            var next = current.Deleted ? null : current.Merge(boxes, poll.State, poll.Boxes, time.GetUtcNow());
            if (next is null)
                return false;

            next = next with { Origin = next.Version > current.Version ? origin : null };
            var written = next.IsPointDue(current)
                ? await WriteWithPointAsync(poll, next, etag, cancellationToken)
                : await database.Results.TryWriteAsync(next.Id, new PartitionKey(poll.Id), next, etag, AppJson.Default.ResultsDocument, cancellationToken);
            if (written)
                return true;
        }
    }

    // The timeline is written only with the results, whose ETag so protects both.
    private async Task<bool> WriteWithPointAsync(Poll poll, ResultsDocument next, string? etag, CancellationToken cancellationToken)
    {
        var timeline = (await ReadTimelineAsync(poll, cancellationToken)).With(next);
        var content = Documents.Content(next with { PointDueAt = timeline.DueAt }, AppJson.Default.ResultsDocument);
        var batch = database.Results.CreateTransactionalBatch(new PartitionKey(poll.Id));
        batch = etag is null ? batch.CreateItemStream(content) : batch.ReplaceItemStream(next.Id, content, new() { IfMatchEtag = etag });
        using var response = await batch
            .UpsertItemStream(Documents.Content(timeline, AppJson.Default.Timeline))
            .ExecuteAsync(cancellationToken);
        return response.IsWritten();
    }

    private async Task<(ResultsDocument Document, string? ETag)> LoadAsync(Poll poll, CancellationToken cancellationToken)
    {
        var (document, etag) = await database.Results.TryReadAsync(
            ResultsDocument.CurrentId, new PartitionKey(poll.Id), AppJson.Default.ResultsDocument, cancellationToken);
        return (document ?? ResultsDocument.Empty(poll), etag);
    }
}

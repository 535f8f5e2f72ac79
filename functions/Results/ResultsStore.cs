using LiveTally.Operations;
using LiveTally.Polls;
using Microsoft.Azure.Cosmos;

namespace LiveTally.Results;

/// <summary>Reads a poll's merged tally and merges into it.</summary>
public sealed class ResultsStore(TallyDatabase database, TimeProvider time)
{
    /// <summary>The tally; empty, of version 0, when nothing was merged yet.</summary>
    public async Task<ResultsDocument> ReadAsync(Poll poll, CancellationToken cancellationToken) => (await LoadAsync(poll, cancellationToken)).Document;

    /// <summary>Merges, whoever else does at the same time.</summary>
    /// <param name="poll">The poll.</param>
    /// <param name="boxes">Tallies of boxes, in any order, new or old.</param>
    /// <param name="cancellationToken">Stops it; the tally may be merged by then.</param>
    /// <param name="origin">What a version that this makes comes from.</param>
    /// <returns>Whether there was anything new.</returns>
    public async Task<bool> MergeAsync(
        Poll poll, IReadOnlyCollection<KeyValuePair<int, BoxTally>> boxes, CancellationToken cancellationToken, ResultsOrigin? origin = null)
    {
        while (true)
        {
            var (current, etag) = await LoadAsync(poll, cancellationToken);
            var next = current.Merge(boxes, poll.State, poll.Boxes, time.GetUtcNow());
            if (next is null)
                return false;
            next = next with { Origin = next.Version > current.Version ? origin : null };
            if (await database.Results.TryWriteAsync(next.Id, new PartitionKey(poll.Id), next, etag, AppJson.Default.ResultsDocument, cancellationToken))
                return true;
        }
    }

    private async Task<(ResultsDocument Document, string? ETag)> LoadAsync(Poll poll, CancellationToken cancellationToken)
    {
        var (document, etag) = await database.Results.TryReadAsync(
            ResultsDocument.CurrentId, new PartitionKey(poll.Id), AppJson.Default.ResultsDocument, cancellationToken);
        return (document ?? ResultsDocument.Empty(poll), etag);
    }
}

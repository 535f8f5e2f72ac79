using System.Globalization;
using LiveTally.Local.CosmosDb.Partitioning;
using LiveTally.Local.CosmosDb.Storage;

namespace LiveTally.Local.CosmosDb.Http;

/// <summary>
/// The change feed in latest version mode. Its ETag is an LSN: everything up to it has been seen. With <c>Prefer: wait=N</c> an answer
/// of "nothing new" is held back until something is, or N seconds have passed.
/// </summary>
internal sealed class ChangeFeedHandler(Store store, CancellationToken stopping)
{
    public async Task<CosmosResponse> ReadAsync(CosmosRequest request, ContainerInfo container)
    {
        if (request.Header(Headers.FeedInstruction) is not ("Incremental Feed" or "Incremental feed"))
        {
            throw CosmosException.BadRequest("Only the latest version mode of the change feed is served.");
        }

        var range = request.Range(container);
        var (after, notBefore) = Start(request, container);
        var wait = request.Wait;
        if (wait == TimeSpan.Zero)
        {
            return Read(container, range, ref after, notBefore, request.MaxItemCount);
        }

        using var ending = CancellationTokenSource.CreateLinkedTokenSource(request.Aborted, stopping);
        var deadline = Task.Delay(wait, store.TimeProvider, ending.Token);
        while (true)
        {
            // Before the read: a commit that it does not see must end the wait.
            var change = container.NextChange;
            var response = Read(container, range, ref after, notBefore, request.MaxItemCount);
            if (response.Status == 200 || deadline.IsCompleted || container.Deleted)
            {
                await ending.CancelAsync();
                return response;
            }

            await Task.WhenAny(change, deadline);
        }
    }

    /// <summary>From the beginning when nothing is said, from now at <c>*</c>, from a time, or after the last answer's ETag.</summary>
    private static (long After, long NotBefore) Start(CosmosRequest request, ContainerInfo container)
    {
        if (request.IfNoneMatch is { } etag)
        {
            return etag == "*"
                ? (container.CommittedLsn, 0)
                : long.TryParse(etag.AsSpan().Trim('"'), NumberStyles.None, CultureInfo.InvariantCulture, out var lsn)
                    ? (lsn, 0)
                    : throw CosmosException.BadRequest($"The change feed continuation {etag} is malformed.");
        }

        if (request.Header("If-Modified-Since") is not { } since)
        {
            return (0, 0);
        }

        return DateTimeOffset.TryParse(since, CultureInfo.InvariantCulture, DateTimeStyles.AssumeUniversal, out var time)
            ? (0, time.ToUnixTimeSeconds())
            : throw CosmosException.BadRequest($"If-Modified-Since '{since}' is not a date.");
    }

    private CosmosResponse Read(ContainerInfo container, EpkRange range, ref long after, long notBefore, int maxCount)
    {
        // A version written after this LSN is left to the next request, even where it has replaced one written before.
        var seen = container.CommittedLsn;
        var page = new DocumentPage(container, maxCount);
        using var lease = store.Readers.Rent();
        foreach (var row in lease.Session.Changes(container, range, after, seen, notBefore, store.Now))
        {
            page.Charge(row);
            page.Add(row, withLsn: true);
            if (page.IsFull)
            {
                seen = row.Lsn;
                break;
            }
        }

        after = Math.Max(after, seen);
        var etag = string.Create(CultureInfo.InvariantCulture, $"\"{after}\"");
        return page.Count > 0
            ? page.Finish() with { ETag = etag }
            : new CosmosResponse(304) { ETag = etag, ItemCount = 0, Container = container };
    }
}

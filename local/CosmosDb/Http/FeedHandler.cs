using LiveTally.Local.CosmosDb.Storage;

namespace LiveTally.Local.CosmosDb.Http;

/// <summary>Read feed: every document of a container, of a partition key, or of a hierarchical key's prefix.</summary>
internal sealed class FeedHandler(Store store)
{
    public CosmosResponse Read(CosmosRequest request, ContainerInfo container)
    {
        var range = request.Range(container);
        var after = request.Header(Headers.Continuation) is { } token ? FeedPosition.Parse(token) : FeedPosition.Start(range);
        var page = new DocumentPage(container, request.MaxItemCount);
        string? continuation = null;
        var more = false;
        using var lease = store.Readers.Rent();
        foreach (var row in lease.Session.Feed(container, range, after, store.Now))
        {
            if (continuation is not null)
            {
                more = true;
                break;
            }

            page.Charge(row);
            page.Add(row);
            continuation = page.IsFull ? FeedPosition.Token(row) : null;
        }

        return page.Finish() with { Continuation = more ? continuation : null };
    }
}

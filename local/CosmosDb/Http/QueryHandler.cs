using System.Buffers;
using System.Text.Json;
using LiveTally.Local.CosmosDb.Items;
using LiveTally.Local.CosmosDb.Partitioning;
using LiveTally.Local.CosmosDb.Queries;
using LiveTally.Local.CosmosDb.Storage;

namespace LiveTally.Local.CosmosDb.Http;

/// <summary>
/// Queries, by looking at every document of the range, which a condition that pins the partition key narrows to that key: meant for
/// thousands of documents, not millions.
/// </summary>
internal sealed class QueryHandler(Store store)
{
    public async Task<CosmosResponse> RunAsync(CosmosRequest request, ContainerInfo container)
    {
        var query = SqlQuery.Parse(await request.ReadBodyAsync());
        var range = request.Range(container);
        range = query.Where?.Narrow(container.PartitionKey, range) ?? range;
        using var lease = store.Readers.Rent();
        return query switch
        {
            { Projection: Projection.Count or Projection.CountItem } => Count(lease.Session, container, range, query),
            { OrderBy: not null } => Sorted(lease.Session, request, container, range, query),
            _ => Unsorted(lease.Session, request, container, range, query),
        };
    }

    private CosmosResponse Count(ReadSession session, ContainerInfo container, EpkRange range, SqlQuery query)
    {
        var page = new DocumentPage(container, maxCount: 1);
        var count = 0;
        foreach (var row in session.Feed(container, range, FeedPosition.Start(range), store.Now))
        {
            page.Charge(row);
            using var document = Parse(row, container);
            count += query.Matches(document.RootElement) ? 1 : 0;
        }

        page.AddJson(query.Projection == Projection.Count ? $"{count}" : $"[{{\"item\":{count}}}]");
        return page.Finish();
    }

    private CosmosResponse Unsorted(ReadSession session, CosmosRequest request, ContainerInfo container, EpkRange range, SqlQuery query)
    {
        var after = request.Header(Headers.Continuation) is { } token ? FeedPosition.Parse(token) : FeedPosition.Start(range);
        var page = new DocumentPage(container, request.MaxItemCount);
        string? continuation = null;
        var more = false;
        foreach (var row in session.Feed(container, range, after, store.Now))
        {
            page.Charge(row);
            using var document = Parse(row, container);
            if (!query.Matches(document.RootElement))
            {
                continue;
            }

            if (continuation is not null)
            {
                more = true;
                break;
            }

            page.Add(row);
            continuation = page.IsFull ? FeedPosition.Token(row) : null;
        }

        return page.Finish() with { Continuation = more ? continuation : null };
    }

    private CosmosResponse Sorted(ReadSession session, CosmosRequest request, ContainerInfo container, EpkRange range, SqlQuery query)
    {
        var page = new DocumentPage(container, request.MaxItemCount);
        var after = request.Header(Headers.Continuation) is { } token ? SortKey.Parse(token) : null;
        var keys = new List<SortKey>();
        foreach (var row in session.Feed(container, range, FeedPosition.Start(range), store.Now))
        {
            page.Charge(row);
            using var document = Parse(row, container);
            if (query.Matches(document.RootElement))
            {
                var key = SortKey.Of(query.OrderBy!(document.RootElement), row.Number);
                if (after is null || Compare(key, after) > 0)
                {
                    keys.Add(key);
                }
            }
        }

        keys.Sort(Compare);
        var served = 0;
        for (; served < keys.Count && !page.IsFull; served++)
        {
            foreach (var row in session.Find(container, keys[served].Number, store.Now))
            {
                Add(page, row, keys[served]);
            }
        }

        return page.Finish() with { Continuation = served < keys.Count ? keys[served - 1].Token() : null };

        int Compare(SortKey left, SortKey right) => query.Descending ? right.CompareTo(left) : left.CompareTo(right);

        void Add(DocumentPage target, Row row, SortKey key)
        {
            if (query.Projection == Projection.OrderByItem)
            {
                target.AddOrderByItem(row, key.Json);
            }
            else
            {
                target.Add(row);
            }
        }
    }

    /// <summary>With the system properties, which a query may name.</summary>
    private static JsonDocument Parse(Row row, ContainerInfo container)
    {
        var output = new ArrayBufferWriter<byte>(row.Body.Length + SystemProperties.MaxLength);
        SystemProperties.Write(output, container, row.Number, row.Lsn, row.Timestamp, row.Body);
        return JsonDocument.Parse(output.WrittenMemory, ItemDocument.DocumentOptions);
    }
}

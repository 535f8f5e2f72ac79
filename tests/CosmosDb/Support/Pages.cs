using Microsoft.Azure.Cosmos;

namespace LiveTally.Tests.CosmosDb.Support;

/// <summary>Reads feeds to their end.</summary>
internal static class Pages
{
    /// <summary>Every page, each fetched by a new iterator from the last one's continuation token.</summary>
    public static async Task<List<IReadOnlyList<T>>> ReadAsync<T>(Func<string?, FeedIterator<T>> open)
    {
        var pages = new List<IReadOnlyList<T>>();
        string? continuation = null;
        do
        {
            using var iterator = open(continuation);
            var page = await iterator.ReadNextAsync();
            pages.Add([.. page]);
            continuation = page.ContinuationToken;
        }
        while (continuation is not null);
        return pages;
    }

    public static async Task<List<T>> ReadAllAsync<T>(FeedIterator<T> iterator)
    {
        var all = new List<T>();
        using (iterator)
        {
            while (iterator.HasMoreResults)
            {
                all.AddRange(await iterator.ReadNextAsync());
            }
        }

        return all;
    }
}

using System.Runtime.CompilerServices;
using System.Text.Json;
using Microsoft.Azure.Cosmos;

namespace LiveTally.Operations;

/// <summary>Reads and deletes the documents of a logical partition.</summary>
internal static class PartitionDocuments
{
    // Of the 100 that a batch may have: deleting large documents takes the service its time.
    private const int BatchSize = 50;

    /// <summary>All of them. One is valid until the next is asked for.</summary>
    /// <exception cref="CosmosException">Not all were read.</exception>
    public static async IAsyncEnumerable<JsonElement> ReadAllAsync(
        this Container container, PartitionKey key, [EnumeratorCancellation] CancellationToken cancellationToken)
    {
        using var feed = container.GetItemQueryStreamIterator(queryText: null, requestOptions: new() { PartitionKey = key, MaxItemCount = -1 });
        while (feed.HasMoreResults)
        {
            using var response = await feed.ReadNextAsync(cancellationToken);
            response.EnsureSuccessStatusCode();
            using var json = await JsonDocument.ParseAsync(response.Content, cancellationToken: cancellationToken);
            foreach (var document in json.RootElement.GetProperty("Documents").EnumerateArray())
                yield return document;
        }
    }

    /// <summary>Returns when there is no document but <paramref name="keptId"/>, if there is that one; null: when there is none.</summary>
    /// <exception cref="CosmosException">Others may be left.</exception>
    public static async Task DeleteOthersAsync(this Container container, PartitionKey key, string? keptId, CancellationToken cancellationToken)
    {
        // Again until a look finds none: somebody else may delete at the same time, and then a batch of ours deletes nothing.
        while (await ReadIdsAsync(container, key, keptId, cancellationToken) is { Count: > 0 } ids)
        {
            foreach (var some in ids.Chunk(BatchSize))
            {
                using var response = await some
                    .Aggregate(container.CreateTransactionalBatch(key), (batch, id) => batch.DeleteItem(id))
                    .ExecuteAsync(cancellationToken);
                response.IsWritten();
            }
        }
    }

    private static async Task<List<string>> ReadIdsAsync(Container container, PartitionKey key, string? keptId, CancellationToken cancellationToken)
    {
        var ids = new List<string>();
        await foreach (var document in container.ReadAllAsync(key, cancellationToken))
        {
            if (document.GetProperty("id").GetString() is { } id && id != keptId)
                ids.Add(id);
        }

        return ids;
    }
}

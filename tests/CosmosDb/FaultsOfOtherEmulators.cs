using System.Net;
using LiveTally.Tests.CosmosDb.Support;
using Microsoft.Azure.Cosmos;

namespace LiveTally.Tests.CosmosDb;

/// <summary>What other emulators of the service are known to get wrong.</summary>
public sealed class FaultsOfOtherEmulators(CosmosAccount account) : IDisposable
{
    private static readonly PartitionKey P = new("p");

    private readonly HttpClient http = new() { BaseAddress = new Uri(account.Endpoint) };

    [Theory]
    [InlineData(0)]
    [InlineData(3)]
    [InlineData(9)]
    public async Task A_failed_batch_is_not_partly_committed_wherever_it_fails(int at)
    {
        var container = await account.CreateContainerAsync("/pk");
        var kept = await container.CreateItemAsync(new Thing("kept", "p", 1), P);
        var batch = container.CreateTransactionalBatch(P);
        for (var n = 0; n < 10; n++)
        {
            batch = n == at ? batch.DeleteItem("missing") : n % 2 == 0
                ? batch.CreateItem(new Thing($"{n}", "p"))
                : batch.PatchItem("kept", [PatchOperation.Increment("/number", 1)]);
        }

        using var response = await batch.ExecuteAsync();
        var left = await Pages.ReadAllAsync(container.GetItemQueryIterator<Thing>());

        Assert.Equal(HttpStatusCode.NotFound, response.StatusCode);
        Assert.Equal(new Thing("kept", "p", 1), Assert.Single(left));
        Assert.Equal(kept.ETag, (await container.ReadItemAsync<Thing>("kept", P)).ETag);
    }

    [Theory]
    [InlineData("replace")]
    [InlineData("upsert")]
    [InlineData("patch")]
    [InlineData("delete")]
    public async Task IfMatchEtag_is_not_ignored_inside_a_batch(string operation)
    {
        var container = await account.CreateContainerAsync("/pk");
        var first = await container.CreateItemAsync(new Thing("a", "p", 1), P);
        var second = await container.ReplaceItemAsync(new Thing("a", "p", 2), "a", P);

        using var stale = await BatchAsync(first.ETag);
        var after = await container.ReadItemAsync<Thing>("a", P);
        using var current = await BatchAsync(second.ETag);

        Assert.Equal(HttpStatusCode.PreconditionFailed, stale.StatusCode);
        Assert.Equal(second.ETag, after.ETag);
        Assert.Equal(HttpStatusCode.OK, current.StatusCode);

        Task<TransactionalBatchResponse> BatchAsync(string etag)
        {
            var options = new TransactionalBatchItemRequestOptions { IfMatchEtag = etag };
            var batch = container.CreateTransactionalBatch(P);
            return (operation switch
            {
                "replace" => batch.ReplaceItem("a", new Thing("a", "p", 3), options),
                "upsert" => batch.UpsertItem(new Thing("a", "p", 3), options),
                "delete" => batch.DeleteItem("a", options),
                _ => batch.PatchItem("a", [PatchOperation.Set("/number", 3)], new() { IfMatchEtag = etag }),
            }).ExecuteAsync();
        }
    }

    [Theory]
    [InlineData(100, HttpStatusCode.OK)]
    [InlineData(101, HttpStatusCode.BadRequest)]
    public async Task The_limit_of_100_operations_is_enforced_by_the_endpoint_and_not_by_the_SDK_alone(int count, HttpStatusCode expected)
    {
        var container = await account.CreateContainerAsync("/pk");
        var operations = Enumerable.Range(0, count).Select(n => Creation($"{n}", ""));

        Assert.Equal(expected, await BatchAsync(container, operations));
        Assert.Equal(expected == HttpStatusCode.OK ? count : 0, await CountAsync(container));
    }

    [Theory]
    [InlineData(900_000, HttpStatusCode.OK)]
    [InlineData(1_200_000, HttpStatusCode.RequestEntityTooLarge)]
    public async Task The_limit_of_2_MB_is_enforced_by_the_endpoint_and_not_by_the_SDK_alone(int half, HttpStatusCode expected)
    {
        var container = await account.CreateContainerAsync("/pk");
        var text = new string('x', half);

        Assert.Equal(expected, await BatchAsync(container, [Creation("a", text), Creation("b", text)]));
        Assert.Equal(expected == HttpStatusCode.OK ? 2 : 0, await CountAsync(container));
    }

    [Theory]
    [InlineData("missing")]
    [InlineData("it's \"odd\"")]
    [InlineData("ä€😀")]
    public async Task A_read_of_a_missing_item_is_404_and_not_500(string id)
    {
        var container = await account.CreateContainerAsync("/pk");

        foreach (var key in new[] { P, PartitionKey.None, PartitionKey.Null, new PartitionKey(1.5), new PartitionKey(true) })
        {
            using var response = await container.ReadItemStreamAsync(id, key);
            Assert.Equal(HttpStatusCode.NotFound, response.StatusCode);
        }
    }

    [Fact]
    public async Task If_None_Match_is_not_ignored()
    {
        var container = await account.CreateContainerAsync("/pk");
        var created = await container.CreateItemAsync(new Thing("a", "p", 1), P);
        var known = new ItemRequestOptions { IfNoneMatchEtag = created.ETag };
        var any = new ItemRequestOptions { IfNoneMatchEtag = "*" };

        using var unchanged = await container.ReadItemStreamAsync("a", P, known);
        await Fault.ExpectAsync(HttpStatusCode.PreconditionFailed, () => container.UpsertItemAsync(new Thing("a", "p", 2), P, any));
        await Fault.ExpectAsync(HttpStatusCode.Conflict, () => container.CreateItemAsync(new Thing("a", "p", 2), P, any));
        await container.UpsertItemAsync(new Thing("a", "p", 3), P);
        using var changed = await container.ReadItemStreamAsync("a", P, known);

        Assert.Equal((HttpStatusCode.NotModified, HttpStatusCode.OK), (unchanged.StatusCode, changed.StatusCode));
        Assert.Null(unchanged.Content);
    }

    [Fact]
    public async Task The_ETag_of_the_change_feed_moves_with_every_change_and_stays_where_nothing_changes()
    {
        var container = await account.CreateContainerAsync("/pk");
        var etag = await ReadAsync(null, HttpStatusCode.NotModified);
        for (var n = 0; n < 5; n++)
        {
            await container.UpsertItemAsync(new Thing("a", "p", n), P);
            var moved = await ReadAsync(etag, HttpStatusCode.OK);
            var same = await ReadAsync(moved, HttpStatusCode.NotModified);

            Assert.NotEqual(etag, moved);
            Assert.Equal(moved, same);
            etag = moved;
        }

        async Task<string> ReadAsync(string? since, HttpStatusCode expected)
        {
            var link = $"dbs/{account.Database.Id}/colls/{container.Id}";
            using var request = SignedRequest.Create(HttpMethod.Get, $"{link}/docs", "docs", link);
            request.Headers.Add("A-IM", "Incremental Feed");
            request.Headers.Add("x-ms-documentdb-partitionkeyrangeid", "0");
            if (since is not null)
            {
                request.Headers.TryAddWithoutValidation("If-None-Match", since);
            }

            using var response = await http.SendAsync(request);
            Assert.Equal(expected, response.StatusCode);
            return response.Headers.NonValidated["ETag"].ToString();
        }
    }

    public void Dispose() => http.Dispose();

    private static string Creation(string id, string text) =>
        $$$"""{"operationType":"Create","resourceBody":{"id":"{{{id}}}","pk":"p","text":"{{{text}}}"}}""";

    private async Task<HttpStatusCode> BatchAsync(Container container, IEnumerable<string> operations)
    {
        using var request = SignedRequest.Batch(account.Database.Id, container.Id, $"[{string.Join(',', operations)}]");
        using var response = await http.SendAsync(request);
        return response.StatusCode;
    }

    private static async Task<int> CountAsync(Container container) =>
        (await Pages.ReadAllAsync(container.GetItemQueryIterator<int>("SELECT VALUE COUNT(1) FROM c")))[0];
}

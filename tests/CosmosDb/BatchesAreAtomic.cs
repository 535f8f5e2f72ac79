using System.Net;
using LiveTally.Tests.CosmosDb.Support;
using Microsoft.Azure.Cosmos;

namespace LiveTally.Tests.CosmosDb;

public sealed class BatchesAreAtomic(CosmosAccount account)
{
    private static readonly PartitionKey P = new("p");

    [Fact]
    public async Task Every_kind_of_operation_works_in_a_batch()
    {
        var container = await account.CreateContainerAsync("/pk");
        foreach (var id in new[] { "replaced", "upserted", "patched", "deleted", "read" })
        {
            await container.CreateItemAsync(new Thing(id, "p", 1), P);
        }

        using var response = await container.CreateTransactionalBatch(P)
            .CreateItem(new Thing("created", "p", 2))
            .ReplaceItem("replaced", new Thing("replaced", "p", 2))
            .UpsertItem(new Thing("upserted", "p", 2))
            .UpsertItem(new Thing("inserted", "p", 2))
            .PatchItem("patched", [PatchOperation.Increment("/number", 1)])
            .DeleteItem("deleted")
            .ReadItem("read")
            .ExecuteAsync();

        Assert.Equal(HttpStatusCode.OK, response.StatusCode);
        Assert.Equal([201, 200, 200, 201, 200, 204, 200], response.Select(result => (int)result.StatusCode));
        Assert.Equal(1, response.GetOperationResultAtIndex<Thing>(6).Resource.Number);
        Assert.Equal(2, response.GetOperationResultAtIndex<Thing>(4).Resource.Number);
        foreach (var id in new[] { "created", "replaced", "upserted", "inserted", "patched" })
        {
            Assert.Equal(2, (await container.ReadItemAsync<Thing>(id, P)).Resource.Number);
        }

        await Fault.ExpectAsync(HttpStatusCode.NotFound, () => container.ReadItemAsync<Thing>("deleted", P));
    }

    [Fact]
    public async Task A_failed_batch_leaves_nothing_behind()
    {
        var container = await account.CreateContainerAsync("/pk");
        await container.CreateItemAsync(new Thing("there", "p", 1), P);

        using var response = await container.CreateTransactionalBatch(P)
            .CreateItem(new Thing("new", "p"))
            .ReplaceItem("there", new Thing("there", "p", 2))
            .CreateItem(new Thing("there", "p", 3))
            .CreateItem(new Thing("after", "p"))
            .ExecuteAsync();

        Assert.Equal(HttpStatusCode.Conflict, response.StatusCode);
        Assert.Equal([424, 424, 409, 424], response.Select(result => (int)result.StatusCode));
        Assert.Equal(1, (await container.ReadItemAsync<Thing>("there", P)).Resource.Number);
        await Fault.ExpectAsync(HttpStatusCode.NotFound, () => container.ReadItemAsync<Thing>("new", P));
        await Fault.ExpectAsync(HttpStatusCode.NotFound, () => container.ReadItemAsync<Thing>("after", P));
    }

    [Fact]
    public async Task If_Match_inside_a_batch_stops_a_stale_owner()
    {
        var container = await account.CreateContainerAsync("/pk");
        var head = await container.CreateItemAsync(new Thing("head", "p", 1), P);

        using var first = await CommitAsync("p1", head.ETag);
        using var stale = await CommitAsync("p2", head.ETag);
        using var next = await CommitAsync("p2", first[1].ETag);

        Assert.Equal(
            [HttpStatusCode.OK, HttpStatusCode.PreconditionFailed, HttpStatusCode.OK],
            [first.StatusCode, stale.StatusCode, next.StatusCode]);
        Assert.Equal(next[1].ETag, (await container.ReadItemAsync<Thing>("head", P)).ETag);

        Task<TransactionalBatchResponse> CommitAsync(string page, string etag) => container.CreateTransactionalBatch(P)
            .CreateItem(new Thing(page, "p"), new TransactionalBatchItemRequestOptions { EnableContentResponseOnWrite = false })
            .ReplaceItem("head", new Thing("head", "p", 2), new TransactionalBatchItemRequestOptions { IfMatchEtag = etag })
            .ExecuteAsync();
    }

    [Fact]
    public async Task Operations_see_what_earlier_ones_in_the_batch_did()
    {
        var container = await account.CreateContainerAsync("/pk");

        using var response = await container.CreateTransactionalBatch(P)
            .CreateItem(new Thing("a", "p", 1))
            .PatchItem("a", [PatchOperation.Increment("/number", 41)])
            .ReadItem("a")
            .ExecuteAsync();

        Assert.Equal(42, response.GetOperationResultAtIndex<Thing>(2).Resource.Number);
    }

    [Fact]
    public async Task A_result_carries_content_unless_the_operation_declines_it()
    {
        var container = await account.CreateContainerAsync("/pk");

        using var response = await container.CreateTransactionalBatch(P)
            .CreateItem(new Thing("a", "p"), new TransactionalBatchItemRequestOptions { EnableContentResponseOnWrite = false })
            .CreateItem(new Thing("b", "p"))
            .ExecuteAsync();

        Assert.Null(response[0].ResourceStream);
        Assert.NotNull(response[1].ResourceStream);
        Assert.All(response, result => Assert.NotEmpty(result.ETag));
    }

    [Fact]
    public async Task A_batch_has_at_most_100_operations()
    {
        var container = await account.CreateContainerAsync("/pk");

        using var fits = await Creations(100).ExecuteAsync();
        using var tooMany = await Creations(101).ExecuteAsync();

        Assert.Equal((HttpStatusCode.OK, HttpStatusCode.BadRequest), (fits.StatusCode, tooMany.StatusCode));
        await Fault.ExpectAsync(HttpStatusCode.NotFound, () => container.ReadItemAsync<Thing>("101-0", P));

        TransactionalBatch Creations(int count) => Enumerable.Range(0, count)
            .Aggregate(container.CreateTransactionalBatch(P), (batch, n) => batch.CreateItem(new Thing($"{count}-{n}", "p")));
    }

    [Fact]
    public async Task A_batch_has_at_most_2_MB()
    {
        var container = await account.CreateContainerAsync("/pk");
        var half = new string('x', 1_200_000);

        using var response = await container.CreateTransactionalBatch(P)
            .CreateItem(new Thing("a", "p", 0, half)).CreateItem(new Thing("b", "p", 0, half)).ExecuteAsync();

        Assert.Equal(HttpStatusCode.RequestEntityTooLarge, response.StatusCode);
        await Fault.ExpectAsync(HttpStatusCode.NotFound, () => container.ReadItemAsync<Thing>("a", P));
    }

    [Fact]
    public async Task Concurrent_batches_on_one_head_never_lose_an_update()
    {
        var container = await account.CreateContainerAsync("/pk");
        await container.CreateItemAsync(new Thing("head", "p", 0), P);

        await Task.WhenAll(Enumerable.Range(0, 8).Select(async writer =>
        {
            for (var done = 0; done < 10;)
            {
                var head = await container.ReadItemAsync<Thing>("head", P);
                using var response = await container.CreateTransactionalBatch(P)
                    .CreateItem(new Thing($"page-{writer}-{done}", "p"))
                    .ReplaceItem("head", head.Resource with { Number = head.Resource.Number + 1 }, new() { IfMatchEtag = head.ETag })
                    .ExecuteAsync();
                Assert.Contains(response.StatusCode, new[] { HttpStatusCode.OK, HttpStatusCode.PreconditionFailed });
                done += response.IsSuccessStatusCode ? 1 : 0;
            }
        }));

        Assert.Equal(80, (await container.ReadItemAsync<Thing>("head", P)).Resource.Number);
    }

    [Fact]
    public async Task Bulk_mode_runs_each_operation_on_its_own()
    {
        using var client = account.Connect(options => options.AllowBulkExecution = true);
        var created = await account.CreateContainerAsync("/pk");
        var container = client.GetContainer(account.Database.Id, created.Id);
        await container.CreateItemAsync(new Thing("5", "k2"), new PartitionKey("k2"));

        var statuses = await Task.WhenAll(Enumerable.Range(0, 50).Select(async n =>
        {
            var key = $"k{n % 3}";
            using var response = await container.CreateItemStreamAsync(
                new MemoryStream(System.Text.Encoding.UTF8.GetBytes($$"""{"id":"{{n}}","pk":"{{key}}"}""")), new PartitionKey(key));
            return (n, response.StatusCode);
        }));

        Assert.All(statuses, s => Assert.Equal(s.n == 5 ? HttpStatusCode.Conflict : HttpStatusCode.Created, s.StatusCode));
        Assert.Equal(HttpStatusCode.OK, (await container.ReadItemAsync<Thing>("49", new PartitionKey("k1"))).StatusCode);
    }

    [Fact]
    public async Task Every_kind_of_operation_works_in_bulk_mode_with_its_own_If_Match()
    {
        using var client = account.Connect(options => options.AllowBulkExecution = true);
        var created = await account.CreateContainerAsync("/pk");
        var container = client.GetContainer(account.Database.Id, created.Id);
        var current = new ItemRequestOptions { IfMatchEtag = (await created.CreateItemAsync(new Thing("a", "p", 1), P)).ETag };
        var stale = new ItemRequestOptions { IfMatchEtag = "\"stale\"" };
        foreach (var id in new[] { "b", "c", "d", "e" })
        {
            await created.CreateItemAsync(new Thing(id, "p", 1), P);
        }

        async Task<HttpStatusCode> RunAsync<T>(Task<ItemResponse<T>> operation)
        {
            try
            {
                return (await operation).StatusCode;
            }
            catch (CosmosException e)
            {
                return e.StatusCode;
            }
        }

        var statuses = await Task.WhenAll(
            RunAsync(container.ReplaceItemAsync(new Thing("a", "p", 2), "a", P, current)),
            RunAsync(container.ReplaceItemAsync(new Thing("b", "p", 2), "b", P, stale)),
            RunAsync(container.UpsertItemAsync(new Thing("c", "p", 2), P)),
            RunAsync(container.PatchItemAsync<Thing>("d", P, [PatchOperation.Increment("/number", 1)])),
            RunAsync(container.DeleteItemAsync<Thing>("e", P)),
            RunAsync(container.ReadItemAsync<Thing>("missing", P)));

        Assert.Equal([200, 412, 200, 200, 204, 404], statuses.Select(status => (int)status));
        var left = await Pages.ReadAllAsync(created.GetItemQueryIterator<Thing>());
        Assert.Equal(["a2", "b1", "c2", "d2"], left.Select(thing => $"{thing.Id}{thing.Number}").Order());
    }
}

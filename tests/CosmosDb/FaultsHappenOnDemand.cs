using System.Diagnostics;
using System.Net;
using LiveTally.Local.Faults;
using LiveTally.Tests.CosmosDb.Support;
using Microsoft.Azure.Cosmos;

namespace LiveTally.Tests.CosmosDb;

/// <summary>What reaches a caller of the SDK when the endpoint is told to misbehave.</summary>
public sealed class FaultsHappenOnDemand : IAsyncLifetime
{
    private static readonly PartitionKey P = new("p");
    private LocalServer server = null!;
    private Container container = null!;

    public async ValueTask InitializeAsync()
    {
        CosmosAccount.OnlyTheLocalEndpoint();
        server = await LocalServer.StartAsync();
        container = await server.CreateContainerAsync();
        await container.CreateItemAsync(new Thing("a", "p", 1), P);
    }

    public ValueTask DisposeAsync() => server?.DisposeAsync() ?? ValueTask.CompletedTask;

    [Fact]
    public async Task A_throttled_request_is_sent_again_by_the_sdk_and_its_caller_sees_no_fault()
    {
        Use(FaultKinds.CosmosThrottle, times: 3, amount: 5);

        Assert.Equal(1, (await container.ReadItemAsync<Thing>("a", P)).Resource.Number);

        Assert.Equal(3, Drawn(FaultKinds.CosmosThrottle));
    }

    [Fact]
    public async Task A_request_throttled_nine_times_over_reaches_its_caller_as_429_with_the_time_to_wait()
    {
        Use(FaultKinds.CosmosThrottle, times: null, amount: 5);

        var fault = await Fault.ExpectAsync(
            HttpStatusCode.TooManyRequests, () => container.CreateItemAsync(new Thing("b", "p"), P), subStatus: 3200);

        Assert.Equal(TimeSpan.FromMilliseconds(5), fault.RetryAfter);
        Assert.Equal(10, Drawn(FaultKinds.CosmosThrottle));
    }

    [Fact]
    public async Task An_unavailable_service_reaches_the_caller_at_once_and_nothing_is_written()
    {
        Use(FaultKinds.CosmosUnavailable);

        await Fault.ExpectAsync(HttpStatusCode.ServiceUnavailable, () => container.CreateItemAsync(new Thing("b", "p"), P));

        Assert.Equal(["a"], await IdsAsync());
    }

    [Fact]
    public async Task Retry_with_befalls_writes_only_and_the_sdk_sends_them_again()
    {
        Use(FaultKinds.CosmosRetryWith);

        await container.ReadItemAsync<Thing>("a", P);
        Assert.Equal(["a"], await IdsAsync());
        Assert.Equal(0, Drawn(FaultKinds.CosmosRetryWith));
        await container.CreateItemAsync(new Thing("b", "p"), P);

        Assert.Equal(1, Drawn(FaultKinds.CosmosRetryWith));
        Assert.Equal(["a", "b"], await IdsAsync());
    }

    [Fact]
    public async Task A_delay_holds_a_request_and_then_carries_it_out()
    {
        Use(FaultKinds.CosmosDelay, amount: 300);
        var sent = Stopwatch.GetTimestamp();

        await container.CreateItemAsync(new Thing("b", "p"), P);

        Assert.True(Stopwatch.GetElapsedTime(sent) >= TimeSpan.FromMilliseconds(290));
        Assert.Equal(["a", "b"], await IdsAsync());
    }

    [Fact]
    public async Task A_cut_connection_fails_a_write_that_has_done_nothing()
    {
        Use(FaultKinds.CosmosCut);

        await FailsWithoutAnswerAsync(() => container.CreateItemAsync(new Thing("b", "p"), P));

        Assert.Equal(1, Drawn(FaultKinds.CosmosCut));
        Assert.Equal(["a"], await IdsAsync());
    }

    [Fact]
    public async Task A_read_that_is_cut_is_sent_again_and_its_caller_sees_no_fault()
    {
        Use(FaultKinds.CosmosCut);

        Assert.Equal(1, (await container.ReadItemAsync<Thing>("a", P)).Resource.Number);

        Assert.Equal(1, Drawn(FaultKinds.CosmosCut));
    }

    [Fact]
    public async Task A_lost_answer_fails_a_write_that_is_on_disk_all_the_same()
    {
        Use(FaultKinds.CosmosLostAnswer);

        await FailsWithoutAnswerAsync(() => container.CreateItemAsync(new Thing("b", "p", 2), P));

        await server.RestartAsync();
        container = server.Client.GetContainer("db", "c");
        Assert.Equal(2, (await container.ReadItemAsync<Thing>("b", P)).Resource.Number);
    }

    [Fact]
    public async Task A_batch_whose_answer_is_lost_is_on_disk_whole()
    {
        Use(FaultKinds.CosmosLostAnswer);

        await FailsWithoutAnswerAsync(() => container.CreateTransactionalBatch(P)
            .CreateItem(new Thing("b", "p")).CreateItem(new Thing("c", "p")).ExecuteAsync());

        Assert.Equal(["a", "b", "c"], await IdsAsync());
    }

    [Fact]
    public async Task Another_owner_makes_the_etag_of_a_conditional_write_stale_and_leaves_the_content_as_it_was()
    {
        var before = await container.ReadItemAsync<Thing>("a", P);
        Use(FaultKinds.CosmosStaleOwner);

        await Fault.ExpectAsync(HttpStatusCode.PreconditionFailed, () => ReplaceAsync(2, before.ETag));

        var after = await container.ReadItemAsync<Thing>("a", P);
        Assert.Equal(before.Resource, after.Resource);
        Assert.NotEqual(before.ETag, after.ETag);
        await ReplaceAsync(3, after.ETag);
    }

    [Fact]
    public async Task Another_owner_fails_a_batch_with_a_condition_and_its_write_is_in_the_change_feed()
    {
        var before = await container.ReadItemAsync<Thing>("a", P);
        using var feed = container.GetChangeFeedIterator<Thing>(ChangeFeedStartFrom.Beginning(), ChangeFeedMode.LatestVersion);
        Assert.Single(await feed.ReadNextAsync());
        Use(FaultKinds.CosmosStaleOwner);

        using var batch = await container.CreateTransactionalBatch(P)
            .CreateItem(new Thing("page", "p"))
            .ReplaceItem("a", new Thing("a", "p", 2), new TransactionalBatchItemRequestOptions { IfMatchEtag = before.ETag })
            .ExecuteAsync();

        Assert.Equal(HttpStatusCode.PreconditionFailed, batch.StatusCode);
        Assert.Equal(before.Resource, Assert.Single(await feed.ReadNextAsync()));
        Assert.Equal(["a"], await IdsAsync());
    }

    [Fact]
    public async Task A_write_without_a_condition_has_no_other_owner()
    {
        Use(FaultKinds.CosmosStaleOwner);

        await container.ReplaceItemAsync(new Thing("a", "p", 2), "a", P);

        Assert.Equal(0, Drawn(FaultKinds.CosmosStaleOwner));
    }

    [Fact]
    public async Task Other_containers_and_the_container_itself_are_left_alone()
    {
        server.Faults.Use(1, [new FaultRule { Kind = FaultKinds.CosmosUnavailable, On = "c" }]);

        await container.ReadContainerAsync();
        Container other = await container.Database.CreateContainerAsync(
            new ContainerProperties("other", "/pk") { PartitionKeyDefinitionVersion = PartitionKeyDefinitionVersion.V2 });
        await other.CreateItemAsync(new Thing("b", "p"), P);

        await Fault.ExpectAsync(HttpStatusCode.ServiceUnavailable, () => container.CreateItemAsync(new Thing("b", "p"), P));
        Assert.Equal(1, Drawn(FaultKinds.CosmosUnavailable));
    }

    private static async Task FailsWithoutAnswerAsync(Func<Task> call)
    {
        var fault = await Assert.ThrowsAnyAsync<Exception>(call);
        Assert.True(fault is HttpRequestException or CosmosException { StatusCode: HttpStatusCode.ServiceUnavailable }, fault.ToString());
    }

    private Task<ItemResponse<Thing>> ReplaceAsync(int number, string etag) =>
        container.ReplaceItemAsync(new Thing("a", "p", number), "a", P, new ItemRequestOptions { IfMatchEtag = etag });

    private void Use(string kind, int? times = 1, int amount = 0) =>
        server.Faults.Use(1, [new FaultRule { Kind = kind, Times = times, Amount = amount }]);

    private long Drawn(string kind) => server.Faults.Counts.GetValueOrDefault(kind);

    private async Task<List<string>> IdsAsync()
    {
        var all = await Pages.ReadAllAsync(container.GetItemQueryIterator<Thing>());
        return [.. all.Select(thing => thing.Id).Order()];
    }
}

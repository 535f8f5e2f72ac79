using System.Net;
using LiveTally.Tests.CosmosDb.Support;
using Microsoft.Azure.Cosmos;

namespace LiveTally.Tests.CosmosDb;

public sealed class ChangesArrive(CosmosAccount account)
{
    [Fact]
    public async Task From_the_beginning_only_the_newest_version_of_each_item_comes_in_the_order_of_writing()
    {
        var container = await account.CreateContainerAsync("/pk");
        foreach (var n in new[] { 1, 2, 3 })
        {
            await WriteAsync(container, $"{n}", n);
        }

        await WriteAsync(container, "1", 4);
        await container.DeleteItemAsync<Thing>("2", new PartitionKey("p"));

        var (changes, _) = await DrainAsync(container, ChangeFeedStartFrom.Beginning());

        Assert.Equal([3, 4], changes.Select(thing => thing.Number));
    }

    [Fact]
    public async Task A_continuation_brings_what_came_after_it_and_moves_even_when_nothing_did()
    {
        var container = await account.CreateContainerAsync("/pk");
        await WriteAsync(container, "1", 1);
        var (_, first) = await DrainAsync(container, ChangeFeedStartFrom.Beginning());
        await WriteAsync(container, "2", 2);
        var (second, moved) = await DrainAsync(container, ChangeFeedStartFrom.ContinuationToken(first));
        var (nothing, _) = await DrainAsync(container, ChangeFeedStartFrom.ContinuationToken(moved));

        Assert.Equal(2, Assert.Single(second).Number);
        Assert.NotEqual(first, moved);
        Assert.Empty(nothing);
    }

    [Fact]
    public async Task Pages_hold_at_most_what_is_asked_for_and_lose_nothing()
    {
        var container = await account.CreateContainerAsync("/pk");
        for (var n = 0; n < 23; n++)
        {
            await WriteAsync(container, $"{n}", n);
        }

        var (changes, _) = await DrainAsync(container, ChangeFeedStartFrom.Beginning(), pageSize: 5);

        Assert.Equal(Enumerable.Range(0, 23), changes.Select(thing => thing.Number));
    }

    [Fact]
    public async Task From_now_starts_with_the_next_write()
    {
        var container = await account.CreateContainerAsync("/pk");
        await WriteAsync(container, "1", 1);
        var (before, token) = await DrainAsync(container, ChangeFeedStartFrom.Now());
        await WriteAsync(container, "2", 2);
        var (after, _) = await DrainAsync(container, ChangeFeedStartFrom.ContinuationToken(token));

        Assert.Empty(before);
        Assert.Equal(2, Assert.Single(after).Number);
    }

    [Fact]
    public async Task From_a_time_brings_what_was_written_since()
    {
        var container = await account.CreateContainerAsync("/pk");
        await WriteAsync(container, "1", 1);

        var now = TimeProvider.System.GetUtcNow().UtcDateTime;
        var (earlier, _) = await DrainAsync(container, ChangeFeedStartFrom.Time(now.AddMinutes(-5)));
        var (later, _) = await DrainAsync(container, ChangeFeedStartFrom.Time(now.AddMinutes(5)));

        Assert.Single(earlier);
        Assert.Empty(later);
    }

    [Fact]
    public async Task One_partition_key_has_a_feed_of_its_own()
    {
        var container = await account.CreateContainerAsync("/pk");
        await WriteAsync(container, "1", 1, "p");
        await WriteAsync(container, "2", 2, "q");
        await WriteAsync(container, "3", 3, "p");

        var (changes, _) = await DrainAsync(container, ChangeFeedStartFrom.Beginning(FeedRange.FromPartitionKey(new PartitionKey("p"))));

        Assert.Equal([1, 3], changes.Select(thing => thing.Number));
    }

    [Fact]
    public async Task A_prefix_of_a_hierarchical_key_has_a_feed_of_its_own()
    {
        var container = await account.CreateContainerAsync("/pk", "/number");
        foreach (var (pk, n) in new[] { ("p", 1), ("q", 2), ("p", 3) })
        {
            await container.CreateItemAsync(new Thing("head", pk, n), new PartitionKeyBuilder().Add(pk).Add(n).Build());
        }

        var (changes, _) = await DrainAsync(
            container, ChangeFeedStartFrom.Beginning(FeedRange.FromPartitionKey(new PartitionKeyBuilder().Add("p").Build())));

        Assert.Equal([1, 3], changes.Select(thing => thing.Number));
    }

    [Fact]
    public async Task The_processor_delivers_every_change_and_goes_on_where_it_stopped()
    {
        var container = await account.CreateContainerAsync("/pk");
        var leases = await account.CreateContainerAsync("/id");
        var delivered = new System.Collections.Concurrent.ConcurrentQueue<int>();

        var first = Processor("first");
        await first.StartAsync();
        await WriteAsync(container, "1", 1);
        await WriteAsync(container, "2", 2);
        await Wait.UntilAsync(() => delivered.Contains(1) && delivered.Contains(2));
        await first.StopAsync();

        await WriteAsync(container, "3", 3);
        var second = Processor("second");
        await second.StartAsync();
        await Wait.UntilAsync(() => delivered.Contains(3));
        await second.StopAsync();

        Assert.Equal([1, 2, 3], delivered);

        ChangeFeedProcessor Processor(string instance) => container
            .GetChangeFeedProcessorBuilder<Thing>("results", (IReadOnlyCollection<Thing> changes, CancellationToken _) =>
            {
                foreach (var change in changes)
                {
                    delivered.Enqueue(change.Number);
                }

                return Task.CompletedTask;
            })
            .WithInstanceName(instance).WithLeaseContainer(leases).WithPollInterval(TimeSpan.FromMilliseconds(50))
            .WithStartTime(DateTime.MinValue.ToUniversalTime()).Build();
    }

    private static Task<ItemResponse<Thing>> WriteAsync(Container container, string id, int number, string pk = "p") =>
        container.UpsertItemAsync(new Thing(id, pk, number), new PartitionKey(pk));

    private static async Task<(List<Thing> Changes, string Continuation)> DrainAsync(
        Container container, ChangeFeedStartFrom start, int pageSize = 100)
    {
        var changes = new List<Thing>();
        using var iterator = container.GetChangeFeedIterator<Thing>(
            start, ChangeFeedMode.LatestVersion, new ChangeFeedRequestOptions { PageSizeHint = pageSize });
        while (true)
        {
            var page = await iterator.ReadNextAsync();
            if (page.StatusCode == HttpStatusCode.NotModified)
            {
                return (changes, page.ContinuationToken);
            }

            Assert.InRange(page.Count, 1, pageSize);
            changes.AddRange(page);
        }
    }
}

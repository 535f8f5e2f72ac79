using System.Collections.Concurrent;
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
        var delivered = new ConcurrentQueue<int>();

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

    [Fact]
    public async Task The_processor_starts_with_what_is_written_after_it_unless_it_is_told_a_time()
    {
        var container = await account.CreateContainerAsync("/pk");
        await WriteAsync(container, "early", 1);
        // The SDK says its start to the second.
        await Task.Delay(TimeSpan.FromSeconds(2));
        var (fromNow, sinceAnHour) = (new ConcurrentQueue<int>(), new ConcurrentQueue<int>());

        var now = await StartAsync("now", fromNow, null);
        var hour = await StartAsync("hour", sinceAnHour, TimeProvider.System.GetUtcNow().UtcDateTime.AddHours(-1));
        await Wait.UntilAsync(() => sinceAnHour.Contains(1));
        await WriteAsync(container, "late", 2);
        await Wait.UntilAsync(() => fromNow.Contains(2) && sinceAnHour.Contains(2));
        await Task.WhenAll(now.StopAsync(), hour.StopAsync());

        Assert.Equal([2], fromNow);
        Assert.Equal([1, 2], sinceAnHour);

        async Task<ChangeFeedProcessor> StartAsync(string name, ConcurrentQueue<int> delivered, DateTime? since)
        {
            var builder = container.GetChangeFeedProcessorBuilder<Thing>(name, (IReadOnlyCollection<Thing> changes, CancellationToken _) =>
            {
                foreach (var change in changes)
                {
                    delivered.Enqueue(change.Number);
                }

                return Task.CompletedTask;
            }).WithInstanceName(name).WithLeaseContainer(await account.CreateContainerAsync("/id")).WithPollInterval(TimeSpan.FromMilliseconds(50));
            var processor = (since is { } time ? builder.WithStartTime(time) : builder).Build();
            await processor.StartAsync();
            return processor;
        }
    }

    [Fact]
    public async Task One_partition_key_has_its_feed_from_now_and_from_a_time_too()
    {
        var container = await account.CreateContainerAsync("/pk");
        var p = FeedRange.FromPartitionKey(new PartitionKey("p"));
        await WriteAsync(container, "1", 1, "p");
        var (nothing, now) = await DrainAsync(container, ChangeFeedStartFrom.Now(p));
        await WriteAsync(container, "2", 2, "q");
        await WriteAsync(container, "3", 3, "p");

        var (since, _) = await DrainAsync(container, ChangeFeedStartFrom.ContinuationToken(now));
        var time = TimeProvider.System.GetUtcNow().UtcDateTime;
        var (earlier, _) = await DrainAsync(container, ChangeFeedStartFrom.Time(time.AddMinutes(-5), p));
        var (later, _) = await DrainAsync(container, ChangeFeedStartFrom.Time(time.AddMinutes(5), p));

        Assert.Empty(nothing);
        Assert.Equal([3], since.Select(thing => thing.Number));
        Assert.Equal([1, 3], earlier.Select(thing => thing.Number));
        Assert.Empty(later);
    }

    [Fact]
    public async Task A_feed_of_one_key_far_behind_the_container_comes_whole_in_order_and_in_pages()
    {
        using var bulk = account.Connect(options => options.AllowBulkExecution = true);
        var created = await account.CreateContainerAsync("/pk");
        var container = bulk.GetContainer(account.Database.Id, created.Id);
        for (var n = 0; n < 15; n++)
        {
            await WriteAsync(created, $"{14 - n:00}", n, "p");
        }

        await Task.WhenAll(Enumerable.Range(0, 2000).Select(n => WriteAsync(container, $"{n}", 1000 + n, "q")));
        await WriteAsync(created, "14", 15, "p");
        await created.DeleteItemAsync<Thing>("13", new PartitionKey("p"));

        var (changes, continuation) = await DrainAsync(
            created, ChangeFeedStartFrom.Beginning(FeedRange.FromPartitionKey(new PartitionKey("p"))), pageSize: 4);
        await WriteAsync(created, "00", 16, "p");
        var (next, _) = await DrainAsync(created, ChangeFeedStartFrom.ContinuationToken(continuation));

        Assert.Equal([.. Enumerable.Range(2, 14)], changes.Select(thing => thing.Number));
        Assert.Equal([16], next.Select(thing => thing.Number));
    }

    [Fact]
    public async Task A_feed_with_every_version_is_refused_and_not_served_as_another()
    {
        var container = await account.CreateContainerAsync("/pk");
        CosmosAccount.OnlyTheLocalEndpoint();

        using var feed = container.GetChangeFeedStreamIterator(ChangeFeedStartFrom.Now(), ChangeFeedMode.AllVersionsAndDeletes);
        using var response = await feed.ReadNextAsync();

        Assert.Equal(HttpStatusCode.BadRequest, response.StatusCode);
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

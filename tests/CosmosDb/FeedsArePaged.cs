using System.Text.Json;
using LiveTally.Tests.CosmosDb.Support;
using Microsoft.Azure.Cosmos;

namespace LiveTally.Tests.CosmosDb;

public sealed class FeedsArePaged(CosmosAccount account)
{
    [Fact]
    public async Task A_whole_container_is_read_in_pages_across_iterators()
    {
        var container = await account.CreateContainerAsync("/pk");
        await FillAsync(container, 25, n => $"k{n % 5}");

        var pages = await Pages.ReadAsync(token => container.GetItemQueryIterator<Thing>(
            requestOptions: new QueryRequestOptions { MaxItemCount = 10 }, continuationToken: token));

        Assert.Equal([10, 10, 5], pages.Select(page => page.Count));
        Assert.Equal(Enumerable.Range(0, 25), pages.SelectMany(page => page).Select(thing => thing.Number).Order());
    }

    [Fact]
    public async Task A_page_that_ends_with_the_feed_has_no_continuation()
    {
        var container = await account.CreateContainerAsync("/pk");
        await FillAsync(container, 20, _ => "k");

        var pages = await Pages.ReadAsync(token => container.GetItemQueryIterator<Thing>(
            requestOptions: new QueryRequestOptions { MaxItemCount = 10 }, continuationToken: token));

        Assert.Equal([10, 10], pages.Select(page => page.Count));
    }

    [Fact]
    public async Task One_partition_key_is_read_without_its_neighbours()
    {
        var container = await account.CreateContainerAsync("/pk");
        await FillAsync(container, 30, n => $"k{n % 3}");

        var pages = await Pages.ReadAsync(token => container.GetItemQueryIterator<Thing>(
            requestOptions: new QueryRequestOptions { MaxItemCount = 4, PartitionKey = new PartitionKey("k1") }, continuationToken: token));

        Assert.Equal([4, 4, 2], pages.Select(page => page.Count));
        Assert.Equal(
            Enumerable.Range(0, 30).Where(n => n % 3 == 1), pages.SelectMany(page => page).Select(thing => thing.Number).Order());
    }

    [Fact]
    public async Task An_empty_container_has_one_empty_page()
    {
        var container = await account.CreateContainerAsync("/pk");

        var pages = await Pages.ReadAsync(token => container.GetItemQueryIterator<Thing>(continuationToken: token));

        Assert.Empty(Assert.Single(pages));
    }

    [Fact]
    public async Task A_page_is_at_most_about_4_MB()
    {
        var container = await account.CreateContainerAsync("/pk");
        var text = new string('x', 1_000_000);
        for (var n = 0; n < 6; n++)
        {
            await container.CreateItemAsync(new Thing($"{n}", "k", n, text), new PartitionKey("k"));
        }

        var pages = await Pages.ReadAsync(token => container.GetItemQueryIterator<Thing>(
            requestOptions: new QueryRequestOptions { MaxItemCount = -1 }, continuationToken: token));

        Assert.Equal(6, pages.Sum(page => page.Count));
        Assert.InRange(pages[0].Count, 3, 5);
    }

    // The SDK hashes the prefix itself, so a server that hashes documents otherwise finds none of them.
    [Theory]
    [InlineData("\"text\"")]
    [InlineData("\"\"")]
    [InlineData("\"longer than sixteen bytes, ünïcode\"")]
    [InlineData("42")]
    [InlineData("-1.5")]
    [InlineData("0")]
    [InlineData("true")]
    [InlineData("false")]
    [InlineData("null")]
    public async Task A_prefix_of_a_hierarchical_key_finds_what_lies_below_it(string first)
    {
        var container = await account.CreateContainerAsync("/a", "/b");
        using var value = JsonDocument.Parse(first);
        for (var n = 0; n < 5; n++)
        {
            await container.CreateItemAsync(new { id = $"{n}", a = value.RootElement, b = n }, Key(value.RootElement).Add(n).Build());
            await container.CreateItemAsync(new { id = $"{n}", a = "other", b = n }, new PartitionKeyBuilder().Add("other").Add(n).Build());
        }

        var pages = await Pages.ReadAsync(token => container.GetItemQueryIterator<JsonElement>(
            requestOptions: new QueryRequestOptions { MaxItemCount = 2, PartitionKey = Key(value.RootElement).Build() },
            continuationToken: token));
        var items = pages.SelectMany(page => page).ToList();

        Assert.Equal(["0", "1", "2", "3", "4"], items.Select(item => item.GetProperty("id").GetString()).Order());
        Assert.All(items, item => Assert.True(JsonElement.DeepEquals(value.RootElement, item.GetProperty("a"))));
    }

    [Fact]
    public async Task A_full_hierarchical_key_reads_one_partition()
    {
        var container = await account.CreateContainerAsync("/pollId", "/box");
        for (var n = 0; n < 6; n++)
        {
            await container.CreateItemAsync(
                new { id = $"p{n}", pollId = "poll", box = n % 2 }, new PartitionKeyBuilder().Add("poll").Add(n % 2).Build());
        }

        var items = await Pages.ReadAllAsync(container.GetItemQueryIterator<JsonElement>(
            requestOptions: new QueryRequestOptions { PartitionKey = new PartitionKeyBuilder().Add("poll").Add(1).Build() }));
        var read = await container.ReadItemAsync<JsonElement>("p1", new PartitionKeyBuilder().Add("poll").Add(1).Build());

        Assert.Equal(["p1", "p3", "p5"], items.Select(item => item.GetProperty("id").GetString()!));
        Assert.Equal(1, read.Resource.GetProperty("box").GetInt32());
    }

    [Fact]
    public async Task ReadMany_finds_items_of_many_partitions()
    {
        var container = await account.CreateContainerAsync("/pk");
        await FillAsync(container, 10, n => $"k{n}");

        var found = await container.ReadManyItemsAsync<Thing>([.. Enumerable.Range(3, 9).Select(n => ($"{n}", new PartitionKey($"k{n}")))]);

        Assert.Equal([3, 4, 5, 6, 7, 8, 9], found.Select(thing => thing.Number).Order());
    }

    [Fact]
    public async Task ReadMany_finds_items_under_hierarchical_keys()
    {
        var container = await account.CreateContainerAsync("/pk", "/number");
        for (var n = 0; n < 6; n++)
        {
            await container.CreateItemAsync(new Thing($"{n}", "p", n), Under(n));
        }

        var found = await container.ReadManyItemsAsync<Thing>([("1", Under(1)), ("4", Under(4)), ("5", Under(0)), ("9", Under(9))]);

        Assert.Equal([1, 4], found.Select(thing => thing.Number).Order());

        static PartitionKey Under(int n) => new PartitionKeyBuilder().Add("p").Add(n).Build();
    }

    private static PartitionKeyBuilder Key(JsonElement value) => value.ValueKind switch
    {
        JsonValueKind.String => new PartitionKeyBuilder().Add(value.GetString()),
        JsonValueKind.Number => new PartitionKeyBuilder().Add(value.GetDouble()),
        JsonValueKind.Null => new PartitionKeyBuilder().AddNullValue(),
        _ => new PartitionKeyBuilder().Add(value.GetBoolean()),
    };

    private static async Task FillAsync(Container container, int count, Func<int, string> key)
    {
        for (var n = 0; n < count; n++)
        {
            await container.CreateItemAsync(new Thing($"{n}", key(n), n), new PartitionKey(key(n)));
        }
    }
}

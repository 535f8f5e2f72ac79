using System.Text.Json;
using LiveTally.Tests.CosmosDb.Support;
using Microsoft.Azure.Cosmos;

namespace LiveTally.Tests.CosmosDb;

public sealed class QueriesOfTheSubset(CosmosAccount account)
{
    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public async Task Polls_are_listed_newest_first_in_pages_across_requests(bool optimisticDirectExecution)
    {
        var container = await PollsAsync(25);
        var query = new QueryDefinition("SELECT * FROM c WHERE c.state = @state ORDER BY c.createdAt DESC").WithParameter("@state", "open");

        var pages = await Pages.ReadAsync(token => container.GetItemQueryIterator<JsonElement>(query, token, new QueryRequestOptions
        {
            MaxItemCount = 7,
            EnableOptimisticDirectExecution = optimisticDirectExecution,
        }));

        // Three documents share each createdAt, so pages end in the middle of ties.
        Assert.All(pages.SkipLast(1), page => Assert.Equal(7, page.Count));
        var listed = pages.SelectMany(page => page).ToList();
        Assert.Equal(
            Enumerable.Range(0, 25).Where(n => n % 5 != 0).Order(), listed.Select(item => item.GetProperty("n").GetInt32()).Order());
        var dates = listed.Select(item => item.GetProperty("createdAt").GetString()!).ToList();
        Assert.Equal(dates.OrderDescending(StringComparer.Ordinal), dates);
    }

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public async Task A_page_boundary_holds_while_newer_polls_appear(bool optimisticDirectExecution)
    {
        var container = await PollsAsync(20);
        var query = new QueryDefinition("SELECT * FROM c ORDER BY c.createdAt DESC");
        var seen = new List<int>();
        string? continuation = null;
        do
        {
            using var iterator = container.GetItemQueryIterator<JsonElement>(query, continuation, new QueryRequestOptions
            {
                MaxItemCount = 5,
                EnableOptimisticDirectExecution = optimisticDirectExecution,
            });
            var page = await iterator.ReadNextAsync();
            seen.AddRange(page.Select(item => item.GetProperty("n").GetInt32()));
            continuation = page.ContinuationToken;
            var late = $"late{seen.Count}";
            await container.CreateItemAsync(new { id = late, n = 1000 + seen.Count, createdAt = "9999" }, new PartitionKey(late));
        }
        while (continuation is not null);

        Assert.Equal(Enumerable.Range(0, 20), seen.Order());
    }

    [Theory]
    [InlineData("c.n = 3", new[] { 3 })]
    [InlineData("3 = c.n", new[] { 3 })]
    [InlineData("c.n < 2", new[] { 0, 1 })]
    [InlineData("c.n <= 2 AND c.n > 0", new[] { 1, 2 })]
    [InlineData("c.n >= 5.5", new[] { 6 })]
    [InlineData("c.n IN (1, 4, 9)", new[] { 1, 4 })]
    [InlineData("STARTSWITH(c.state, 'op') AND c.n < 3", new[] { 1, 2 })]
    [InlineData("c.state = \"closed\"", new[] { 0, 5 })]
    [InlineData("c[\"state\"] = 'closed'", new[] { 0, 5 })]
    [InlineData("c.n = '3'", new int[0])]
    [InlineData("c.missing = null", new int[0])]
    [InlineData("c.nothing = null AND c.n = 1", new[] { 1 })]
    [InlineData("c.flag", new[] { 0, 2, 4, 6 })]
    [InlineData("c.flag = false AND c.n > 3", new[] { 5 })]
    [InlineData("c.createdAt > '2026-01-02T12'", new[] { 6 })]
    [InlineData("c.quote = 'it\\'s \"so\"' AND c.n = 0", new[] { 0 })]
    [InlineData("c.n = 1 OR c.n = 2", new[] { 1, 2 })]
    [InlineData("(c.n = 1 OR c.n = 2) AND NOT IS_DEFINED(c.missing)", new[] { 1, 2 })]
    [InlineData("c.id = 'poll2'", new[] { 2 })]
    [InlineData("NOT c.n IN (1, 2, 3, 4)", new[] { 0, 5, 6 })]
    [InlineData("NOT c.missing IN (1)", new int[0])]
    [InlineData("NOT c.missing = 1", new int[0])]
    public async Task A_condition_selects_what_the_query_language_says(string condition, int[] expected)
    {
        var container = await PollsAsync(7);

        var found = await Pages.ReadAllAsync(container.GetItemQueryIterator<JsonElement>($"SELECT * FROM c WHERE {condition}"));
        var counted = await Pages.ReadAllAsync(container.GetItemQueryIterator<int>($"SELECT VALUE COUNT(1) FROM c WHERE {condition}"));

        Assert.Equal(expected, found.Select(item => item.GetProperty("n").GetInt32()).Order());
        Assert.Equal(expected.Length, Assert.Single(counted));
    }

    [Fact]
    public async Task A_condition_filters_every_page()
    {
        var container = await PollsAsync(25);

        var pages = await Pages.ReadAsync(token => container.GetItemQueryIterator<JsonElement>(
            "SELECT * FROM c WHERE c.flag = true", token, new QueryRequestOptions { MaxItemCount = 5 }));

        Assert.Equal([5, 5, 3], pages.Select(page => page.Count));
        Assert.Equal(
            Enumerable.Range(0, 13).Select(n => n * 2),
            pages.SelectMany(page => page).Select(item => item.GetProperty("n").GetInt32()).Order());
    }

    [Fact]
    public async Task Values_of_all_types_are_ordered_by_type_and_then_by_value()
    {
        var container = await account.CreateContainerAsync("/id");
        object?[] values = ["b", 2, false, null, 1.5, "B", true, -1];
        for (var i = 0; i < values.Length; i++)
        {
            await container.CreateItemAsync(new { id = $"{i}", x = values[i] }, new PartitionKey($"{i}"));
        }

        await container.CreateItemAsync(new { id = "undefined1" }, new PartitionKey("undefined1"));
        await container.CreateItemAsync(new { id = "undefined2" }, new PartitionKey("undefined2"));

        foreach (var direction in new[] { "ASC", "DESC" })
        {
            var pages = await Pages.ReadAsync(token => container.GetItemQueryIterator<JsonElement>(
                $"SELECT * FROM c ORDER BY c.x {direction}", token, new QueryRequestOptions { MaxItemCount = 3 }));

            var order = pages.SelectMany(page => page).Select(item => item.TryGetProperty("x", out var x) ? x.GetRawText() : "").ToList();
            List<string> expected = ["", "", "null", "false", "true", "-1", "1.5", "2", "\"B\"", "\"b\""];
            Assert.Equal(direction == "ASC" ? expected : [.. expected.AsEnumerable().Reverse()], order);
        }
    }

    [Fact]
    public async Task A_query_of_one_partition_key_stays_inside_it()
    {
        var container = await account.CreateContainerAsync("/pk");
        for (var n = 0; n < 9; n++)
        {
            await container.CreateItemAsync(new Thing($"{n}", $"k{n % 3}", n), new PartitionKey($"k{n % 3}"));
        }

        var found = await Pages.ReadAllAsync(container.GetItemQueryIterator<Thing>(
            "SELECT * FROM c WHERE c.number > 1 ORDER BY c.number DESC",
            requestOptions: new QueryRequestOptions { PartitionKey = new PartitionKey("k1") }));

        Assert.Equal([7, 4], found.Select(thing => thing.Number));
    }

    [Theory]
    [InlineData("c.poll = 'p1'", new[] { 1, 3, 5, 7, 9, 11 })]
    [InlineData("c.poll = @poll AND c.box = 1", new[] { 1, 7 })]
    [InlineData("c.box = 1 AND 'p1' = c.poll AND c.n > 1", new[] { 7 })]
    [InlineData("c.box = 1", new[] { 1, 4, 7, 10 })]
    [InlineData("c.box = 0", new[] { 0, 3, 6, 9 })]
    [InlineData("c.poll = 'p1' AND c.poll = 'p0'", new int[0])]
    [InlineData("c.poll = 'p1' OR c.box = 1", new[] { 1, 3, 4, 5, 7, 9, 10, 11 })]
    [InlineData("NOT c.poll = 'p1'", new[] { 0, 2, 4, 6, 8, 10 })]
    [InlineData("(c.poll = 'p1' OR c.n = 0) AND c.box = 0", new[] { 0, 3, 9 })]
    [InlineData("c.poll = c.poll AND c.n = 2", new[] { 2 })]
    [InlineData("c.poll = 'p2'", new int[0])]
    [InlineData("c.poll = null", new int[0])]
    public async Task A_condition_on_the_partition_key_finds_the_same_as_looking_everywhere(string condition, int[] expected)
    {
        var container = await account.CreateContainerAsync("/poll", "/box");
        for (var n = 0; n < 12; n++)
        {
            await container.CreateItemAsync(
                new { id = $"{n}", poll = $"p{n % 2}", box = n % 3, n }, new PartitionKeyBuilder().Add($"p{n % 2}").Add(n % 3).Build());
        }

        var query = new QueryDefinition($"SELECT * FROM c WHERE {condition}").WithParameter("@poll", "p1");
        var pages = await Pages.ReadAsync(token => container.GetItemQueryIterator<JsonElement>(
            query, token, new QueryRequestOptions { MaxItemCount = 2 }));

        Assert.Equal(expected, pages.SelectMany(page => page).Select(item => item.GetProperty("n").GetInt32()).Order());
    }

    [Fact]
    public async Task A_query_of_one_partition_key_that_pins_another_finds_nothing()
    {
        var container = await account.CreateContainerAsync("/pk");
        await container.CreateItemAsync(new Thing("a", "k0"), new PartitionKey("k0"));

        var found = await Pages.ReadAllAsync(container.GetItemQueryIterator<Thing>(
            "SELECT * FROM c WHERE c.pk = 'k0'", requestOptions: new QueryRequestOptions { PartitionKey = new PartitionKey("k1") }));

        Assert.Empty(found);
    }

    private async Task<Container> PollsAsync(int count)
    {
        var container = await account.CreateContainerAsync("/id");
        for (var n = 0; n < count; n++)
        {
            await container.CreateItemAsync(new
            {
                id = $"poll{n}",
                n,
                state = n % 5 == 0 ? "closed" : "open",
                flag = n % 2 == 0,
                nothing = (string?)null,
                quote = "it's \"so\"",
                createdAt = $"2026-01-{(n / 3) + 1:00}T00:00:00Z",
            }, new PartitionKey($"poll{n}"));
        }

        return container;
    }
}

using System.Text.Json;
using LiveTally.Tests.CosmosDb.Support;
using Microsoft.Azure.Cosmos;

namespace LiveTally.Tests.CosmosDb;

/// <summary>The local endpoint's formula, from what the service publishes: 1 KB is read for 1 RU and written for 5, 100 KB for 10 and 50.</summary>
public sealed class RequestsAreCharged(CosmosAccount account)
{
    private static readonly PartitionKey P = new("p");
    private static readonly string OneKilobyte = new('x', 980);

    [Theory]
    [InlineData(1, 1, 5)]
    [InlineData(10, 1.82, 9.09)]
    [InlineData(100, 10, 50)]
    public async Task Reads_and_writes_cost_what_is_published_and_a_replace_twice_a_create(int kilobytes, double read, double write)
    {
        CosmosAccount.OnlyTheLocalEndpoint();
        var container = await account.CreateContainerAsync("/pk");
        var text = new string('x', (kilobytes * 1024) - 50);

        var created = await container.CreateItemAsync(new Thing("a", "p", 0, text), P);
        var replaced = await container.ReplaceItemAsync(new Thing("a", "p", 1, text), "a", P);
        var upserted = await container.UpsertItemAsync(new Thing("a", "p", 2, text), P);
        var pointRead = await container.ReadItemAsync<Thing>("a", P);
        var deleted = await container.DeleteItemAsync<Thing>("a", P);

        Assert.Equal(write, created.RequestCharge, tolerance: 0.05);
        Assert.Equal(2 * write, replaced.RequestCharge, tolerance: 0.05);
        Assert.Equal(2 * write, upserted.RequestCharge, tolerance: 0.05);
        Assert.Equal(read, pointRead.RequestCharge, tolerance: 0.05);
        Assert.Equal(write, deleted.RequestCharge, tolerance: 0.05);
    }

    [Fact]
    public async Task What_fails_costs_1_RU()
    {
        CosmosAccount.OnlyTheLocalEndpoint();
        var container = await account.CreateContainerAsync("/pk");
        await container.CreateItemAsync(new Thing("a", "p"), P);

        var missing = await Assert.ThrowsAsync<CosmosException>(() => container.ReadItemAsync<Thing>("b", P));
        var conflict = await Assert.ThrowsAsync<CosmosException>(() => container.CreateItemAsync(new Thing("a", "p"), P));
        var stale = await Assert.ThrowsAsync<CosmosException>(
            () => container.DeleteItemAsync<Thing>("a", P, new ItemRequestOptions { IfMatchEtag = "stale" }));

        Assert.Equal([1, 1, 1], new[] { missing, conflict, stale }.Select(fault => fault.RequestCharge));
    }

    [Fact]
    public async Task A_query_that_pins_the_partition_key_costs_what_is_in_that_partition()
    {
        CosmosAccount.OnlyTheLocalEndpoint();
        var container = await account.CreateContainerAsync("/pk");
        for (var n = 0; n < 24; n++)
        {
            await container.CreateItemAsync(new Thing($"{n}", $"k{n % 8}", n, OneKilobyte), new PartitionKey($"k{n % 8}"));
        }

        Assert.Equal(24, await CostAsync("SELECT * FROM c WHERE c.number >= 0"), tolerance: 1);
        Assert.Equal(3, await CostAsync("SELECT * FROM c WHERE c.pk = 'k1'"), tolerance: 0.3);
        Assert.Equal(3, await CostAsync("SELECT * FROM c WHERE c.number >= 0 AND ('k1' = c.pk AND c.number < 99)"), tolerance: 0.3);
        Assert.Equal(3, await CostAsync("SELECT * FROM c WHERE c.pk = 'k1' ORDER BY c.number"), tolerance: 0.3);
        Assert.Equal(3, await CostAsync("SELECT VALUE COUNT(1) FROM c WHERE c.pk = 'k1'"), tolerance: 0.3);
        Assert.Equal(24, await CostAsync("SELECT * FROM c WHERE c.pk = 'k1' OR c.number = 2"), tolerance: 1);
        Assert.Equal(24, await CostAsync("SELECT * FROM c WHERE NOT c.pk = 'k1'"), tolerance: 1);

        async Task<double> CostAsync(string query)
        {
            var cost = 0.0;
            using var iterator = container.GetItemQueryIterator<JsonElement>(query);
            while (iterator.HasMoreResults)
            {
                cost += (await iterator.ReadNextAsync()).RequestCharge;
            }

            return cost;
        }
    }

    [Fact]
    public async Task A_batch_costs_the_sum_of_its_operations()
    {
        CosmosAccount.OnlyTheLocalEndpoint();
        var container = await account.CreateContainerAsync("/pk");
        await container.CreateItemAsync(new Thing("head", "p", 0, OneKilobyte), P);

        using var response = await container.CreateTransactionalBatch(P)
            .CreateItem(new Thing("page", "p", 0, OneKilobyte))
            .ReplaceItem("head", new Thing("head", "p", 1, OneKilobyte))
            .ExecuteAsync();

        Assert.Equal(15, response.RequestCharge, tolerance: 0.2);
    }

    [Fact]
    public async Task A_feed_costs_what_it_reads_and_an_empty_one_1_RU()
    {
        CosmosAccount.OnlyTheLocalEndpoint();
        var container = await account.CreateContainerAsync("/pk");
        using var empty = container.GetItemQueryIterator<Thing>();
        Assert.Equal(1, (await empty.ReadNextAsync()).RequestCharge);
        for (var n = 0; n < 8; n++)
        {
            await container.CreateItemAsync(new Thing($"{n}", "p", n, OneKilobyte), P);
        }

        using var full = container.GetItemQueryIterator<Thing>();
        Assert.Equal(8, (await full.ReadNextAsync()).RequestCharge, tolerance: 0.5);
    }
}

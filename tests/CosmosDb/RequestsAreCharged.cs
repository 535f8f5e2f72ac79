using LiveTally.Tests.CosmosDb.Support;
using Microsoft.Azure.Cosmos;

namespace LiveTally.Tests.CosmosDb;

/// <summary>The local endpoint's formula, in round figures; the service charges by more than size.</summary>
public sealed class RequestsAreCharged(CosmosAccount account)
{
    private static readonly PartitionKey P = new("p");
    private static readonly string OneKilobyte = new('x', 980);

    [Fact]
    public async Task A_replace_costs_twice_a_create_and_a_read_1_RU_per_KB()
    {
        CosmosAccount.OnlyTheLocalEndpoint();
        var container = await account.CreateContainerAsync("/pk");

        var create = await container.CreateItemAsync(new Thing("a", "p", 0, OneKilobyte), P);
        var replace = await container.ReplaceItemAsync(new Thing("a", "p", 1, OneKilobyte), "a", P);
        var read = await container.ReadItemAsync<Thing>("a", P);
        var large = await container.CreateItemAsync(new Thing("b", "p", 0, new string('x', 10 * 1024)), P);
        var readLarge = await container.ReadItemAsync<Thing>("b", P);

        Assert.Equal(5.5, create.RequestCharge, tolerance: 0.1);
        Assert.Equal(11, replace.RequestCharge, tolerance: 0.1);
        Assert.Equal(1, read.RequestCharge, tolerance: 0.1);
        Assert.Equal(10, large.RequestCharge, tolerance: 0.1);
        Assert.Equal(10, readLarge.RequestCharge, tolerance: 0.1);
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

        Assert.Equal(16.5, response.RequestCharge, tolerance: 0.2);
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

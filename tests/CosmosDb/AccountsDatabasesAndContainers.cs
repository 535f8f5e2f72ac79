using System.Net;
using LiveTally.Tests.CosmosDb.Support;
using Microsoft.Azure.Cosmos;

namespace LiveTally.Tests.CosmosDb;

public sealed class AccountsDatabasesAndContainers(CosmosAccount account)
{
    [Fact]
    public async Task Create_if_not_exists_creates_once()
    {
        var name = $"once-{Guid.CreateVersion7()}";
        var first = await account.Client.CreateDatabaseIfNotExistsAsync(name);
        var second = await account.Client.CreateDatabaseIfNotExistsAsync(name);
        var container = await first.Database.CreateContainerIfNotExistsAsync(Definition("c"), throughput: 400);
        var again = await first.Database.CreateContainerIfNotExistsAsync(Definition("c"));
        await first.Database.DeleteAsync();

        Assert.Equal((HttpStatusCode.Created, HttpStatusCode.OK), (first.StatusCode, second.StatusCode));
        Assert.Equal((HttpStatusCode.Created, HttpStatusCode.OK), (container.StatusCode, again.StatusCode));
        Assert.Equal("/pk", again.Resource.PartitionKeyPath);
        Assert.Equal(3600, again.Resource.DefaultTimeToLive);
    }

    [Fact]
    public async Task A_container_is_of_version_2_unless_it_says_otherwise()
    {
        CosmosAccount.OnlyTheLocalEndpoint();
        var created = await account.Database.CreateContainerAsync("plain", "/pk");
        var read = await created.Container.ReadContainerAsync();

        Assert.Equal(PartitionKeyDefinitionVersion.V2, read.Resource.PartitionKeyDefinitionVersion);
    }

    [Fact]
    public async Task Of_many_who_create_the_same_container_one_succeeds()
    {
        var statuses = await Task.WhenAll(Enumerable.Range(0, 16).Select(async _ =>
            (await account.Database.CreateContainerIfNotExistsAsync(Definition("contested"))).StatusCode));

        Assert.Single(statuses, HttpStatusCode.Created);
    }

    [Fact]
    public async Task What_does_not_exist_is_404()
    {
        await Fault.ExpectAsync(HttpStatusCode.NotFound, () => account.Client.GetDatabase("missing").ReadAsync());
        await Fault.ExpectAsync(HttpStatusCode.NotFound, () => account.Database.GetContainer("missing").ReadContainerAsync());
        var fault = await Assert.ThrowsAsync<CosmosException>(
            () => account.Database.GetContainer("missing").ReadItemAsync<Thing>("a", new PartitionKey("p")));
        Assert.Equal(HttpStatusCode.NotFound, fault.StatusCode);
    }

    [Fact]
    public async Task A_deleted_container_is_gone_and_a_new_one_of_its_name_is_empty()
    {
        Container container = await account.Database.CreateContainerAsync(Definition("recreated"));
        await container.CreateItemAsync(new Thing("a", "p", 1), new PartitionKey("p"));
        await container.DeleteContainerAsync();
        await Fault.ExpectAsync(HttpStatusCode.NotFound, () => container.ReadContainerAsync());

        await account.Database.CreateContainerAsync(Definition("recreated"));

        await Fault.ExpectAsync(HttpStatusCode.NotFound, () => container.ReadItemAsync<Thing>("a", new PartitionKey("p")));
        await container.CreateItemAsync(new Thing("a", "p", 2), new PartitionKey("p"));
        var all = await Pages.ReadAllAsync(container.GetItemQueryIterator<Thing>());
        Assert.Equal(2, Assert.Single(all).Number);
    }

    [Fact]
    public async Task A_container_has_one_feed_range_that_covers_it()
    {
        var container = await account.CreateContainerAsync("/pk");
        await container.CreateItemAsync(new Thing("a", "p", 1), new PartitionKey("p"));

        var ranges = await container.GetFeedRangesAsync();
        var items = new List<Thing>();
        foreach (var range in ranges)
        {
            items.AddRange(await Pages.ReadAllAsync(container.GetItemQueryIterator<Thing>(range, new QueryDefinition("SELECT * FROM c"))));
        }

        Assert.Single(items);
    }

    [Fact]
    public async Task Databases_and_containers_are_listed()
    {
        Container container = await account.Database.CreateContainerAsync(Definition("listed"));

        var databases = await Pages.ReadAllAsync(account.Client.GetDatabaseQueryIterator<DatabaseProperties>());
        var containers = await Pages.ReadAllAsync(account.Database.GetContainerQueryIterator<ContainerProperties>());

        Assert.Contains(databases, database => database.Id == account.Database.Id);
        Assert.Equal("/pk", Assert.Single(containers, listed => listed.Id == container.Id).PartitionKeyPath);
    }

    [Fact]
    public async Task A_partition_key_of_version_1_stays_one()
    {
        Container container = await account.Database.CreateContainerAsync(
            new ContainerProperties("version1", "/pk") { PartitionKeyDefinitionVersion = PartitionKeyDefinitionVersion.V1 });
        var version = (await container.ReadContainerAsync()).Resource.PartitionKeyDefinitionVersion;
        foreach (var key in new[] { "a", "b" })
        {
            await container.CreateItemAsync(new Thing("1", key), new PartitionKey(key));
        }

        var many = await container.ReadManyItemsAsync<Thing>([("1", new PartitionKey("a")), ("1", new PartitionKey("b"))]);
        var one = await Pages.ReadAllAsync(container.GetItemQueryIterator<Thing>(
            "SELECT * FROM c", requestOptions: new QueryRequestOptions { PartitionKey = new PartitionKey("b") }));

        Assert.Equal(PartitionKeyDefinitionVersion.V1, version);
        Assert.Equal(2, many.Count);
        Assert.Equal("b", Assert.Single(one).Pk);
    }

    private static ContainerProperties Definition(string id) => new(id, "/pk")
    {
        DefaultTimeToLive = 3600,
    };
}

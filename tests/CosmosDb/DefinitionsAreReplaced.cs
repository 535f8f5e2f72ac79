using System.Net;
using LiveTally.Tests.CosmosDb.Support;
using Microsoft.Azure.Cosmos;

namespace LiveTally.Tests.CosmosDb;

public sealed class DefinitionsAreReplaced(CosmosAccount account)
{
    private static readonly PartitionKey P = new("p");

    [Fact]
    public async Task A_replaced_definition_is_read_back_with_a_new_etag()
    {
        var container = await account.CreateContainerAsync("/pk");
        var before = await container.ReadContainerAsync();
        before.Resource.DefaultTimeToLive = 60;

        var replaced = await container.ReplaceContainerAsync(before.Resource);
        var after = await container.ReadContainerAsync();

        Assert.Equal((60, 60), (replaced.Resource.DefaultTimeToLive, after.Resource.DefaultTimeToLive));
        Assert.NotEqual(before.ETag, after.ETag);
        Assert.Equal(replaced.ETag, after.ETag);
    }

    [Fact]
    public async Task A_stale_etag_is_412()
    {
        var container = await account.CreateContainerAsync("/pk");
        var first = await container.ReadContainerAsync();
        first.Resource.DefaultTimeToLive = 60;
        await container.ReplaceContainerAsync(first.Resource);
        first.Resource.DefaultTimeToLive = 70;

        await Fault.ExpectAsync(HttpStatusCode.PreconditionFailed, () => container.ReplaceContainerAsync(
            first.Resource, new ContainerRequestOptions { IfMatchEtag = first.ETag }));

        Assert.Equal(60, (await container.ReadContainerAsync()).Resource.DefaultTimeToLive);
    }

    [Fact]
    public async Task A_partition_key_cannot_be_changed()
    {
        var container = await account.CreateContainerAsync("/pk");

        await Fault.ExpectAsync(HttpStatusCode.BadRequest, () => container.ReplaceContainerAsync(
            new ContainerProperties(container.Id, "/other") { PartitionKeyDefinitionVersion = PartitionKeyDefinitionVersion.V2 }));
    }

    [Fact]
    public async Task What_does_not_exist_cannot_be_replaced() => await Fault.ExpectAsync(
        HttpStatusCode.NotFound,
        () => account.Database.GetContainer("missing").ReplaceContainerAsync(new ContainerProperties("missing", "/pk")));

    [Fact]
    public async Task A_new_default_ttl_holds_for_what_is_there_and_outlives_a_restart()
    {
        CosmosAccount.OnlyTheLocalEndpoint();
        await using var server = await LocalServer.StartAsync();
        var container = await server.CreateContainerAsync(defaultTimeToLive: null);
        await container.CreateItemAsync(new { id = "default", pk = "p" }, P);
        await container.CreateItemAsync(new { id = "short", pk = "p", ttl = 10 }, P);
        await container.CreateItemAsync(new { id = "forever", pk = "p", ttl = -1 }, P);
        server.Time.Advance(TimeSpan.FromSeconds(50));
        var properties = (await container.ReadContainerAsync()).Resource;

        properties.DefaultTimeToLive = 100;
        await container.ReplaceContainerAsync(properties);
        await server.RestartAsync();
        container = server.Client.GetContainer("db", "c");

        // Counted from when each was written, 50 s ago.
        Assert.Equal([HttpStatusCode.OK, HttpStatusCode.NotFound, HttpStatusCode.OK], await StatusesAsync());
        server.Time.Advance(TimeSpan.FromSeconds(60));
        Assert.Equal([HttpStatusCode.NotFound, HttpStatusCode.NotFound, HttpStatusCode.OK], await StatusesAsync());
        Assert.Equal(100, (await container.ReadContainerAsync()).Resource.DefaultTimeToLive);

        async Task<List<HttpStatusCode>> StatusesAsync()
        {
            var statuses = new List<HttpStatusCode>();
            foreach (var id in new[] { "default", "short", "forever" })
            {
                using var response = await container.ReadItemStreamAsync(id, P);
                statuses.Add(response.StatusCode);
            }

            return statuses;
        }
    }

    [Fact]
    public async Task Without_a_default_ttl_nothing_expires_any_more()
    {
        CosmosAccount.OnlyTheLocalEndpoint();
        await using var server = await LocalServer.StartAsync();
        var container = await server.CreateContainerAsync(defaultTimeToLive: 100);
        await container.CreateItemAsync(new Thing("a", "p"), P);
        var properties = (await container.ReadContainerAsync()).Resource;

        properties.DefaultTimeToLive = null;
        await container.ReplaceContainerAsync(properties);
        server.Time.Advance(TimeSpan.FromSeconds(200));

        Assert.Equal(HttpStatusCode.OK, (await container.ReadItemAsync<Thing>("a", P)).StatusCode);
    }
}

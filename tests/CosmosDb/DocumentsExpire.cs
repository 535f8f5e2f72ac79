using System.Net;
using System.Text.Json;
using LiveTally.Tests.CosmosDb.Support;
using Microsoft.Azure.Cosmos;

namespace LiveTally.Tests.CosmosDb;

public sealed class DocumentsExpire
{
    private static readonly PartitionKey P = new("p");

    [Fact]
    public async Task The_containers_ttl_holds_unless_an_item_has_its_own()
    {
        CosmosAccount.OnlyTheLocalEndpoint();
        await using var server = await LocalServer.StartAsync();
        var container = await server.CreateContainerAsync(defaultTimeToLive: 100);
        await container.CreateItemAsync(new { id = "default", pk = "p" }, P);
        await container.CreateItemAsync(new { id = "short", pk = "p", ttl = 10 }, P);
        await container.CreateItemAsync(new { id = "forever", pk = "p", ttl = -1 }, P);

        server.Time.Advance(TimeSpan.FromSeconds(50));
        Assert.Equal(["default", "forever"], await IdsAsync(container));
        server.Time.Advance(TimeSpan.FromSeconds(60));
        Assert.Equal(["forever"], await IdsAsync(container));
        await Fault.ExpectAsync(HttpStatusCode.NotFound, () => container.ReadItemAsync<JsonElement>("default", P));
        await Fault.ExpectAsync(HttpStatusCode.NotFound, () => container.DeleteItemAsync<JsonElement>("short", P));
    }

    [Fact]
    public async Task A_write_starts_the_time_anew()
    {
        CosmosAccount.OnlyTheLocalEndpoint();
        await using var server = await LocalServer.StartAsync();
        var container = await server.CreateContainerAsync(defaultTimeToLive: 100);
        await container.CreateItemAsync(new Thing("a", "p", 1), P);
        server.Time.Advance(TimeSpan.FromSeconds(80));
        await container.ReplaceItemAsync(new Thing("a", "p", 2), "a", P);
        server.Time.Advance(TimeSpan.FromSeconds(80));

        Assert.Equal(2, (await container.ReadItemAsync<Thing>("a", P)).Resource.Number);
    }

    [Fact]
    public async Task Without_a_ttl_on_the_container_nothing_expires()
    {
        CosmosAccount.OnlyTheLocalEndpoint();
        await using var server = await LocalServer.StartAsync();
        var container = await server.CreateContainerAsync(defaultTimeToLive: null);
        await container.CreateItemAsync(new { id = "a", pk = "p", ttl = 1 }, P);
        server.Time.Advance(TimeSpan.FromDays(1));

        Assert.Equal(["a"], await IdsAsync(container));
    }

    [Fact]
    public async Task An_expired_item_makes_room_for_a_new_one_of_its_id()
    {
        CosmosAccount.OnlyTheLocalEndpoint();
        await using var server = await LocalServer.StartAsync();
        var container = await server.CreateContainerAsync(defaultTimeToLive: 10);
        await container.CreateItemAsync(new Thing("a", "p", 1), P);
        server.Time.Advance(TimeSpan.FromSeconds(11));

        await container.CreateItemAsync(new Thing("a", "p", 2), P);

        Assert.Equal(2, (await container.ReadItemAsync<Thing>("a", P)).Resource.Number);
    }

    [Fact]
    public async Task The_sweep_takes_expired_documents_out_of_the_store()
    {
        CosmosAccount.OnlyTheLocalEndpoint();
        await using var server = await LocalServer.StartAsync();
        var container = await server.CreateContainerAsync(defaultTimeToLive: 10);
        await container.CreateItemAsync(new Thing("a", "p", 1), P);
        Assert.Equal(1, server.CountStoredDocuments());

        server.Time.Advance(TimeSpan.FromSeconds(11));

        await Wait.UntilAsync(() => server.CountStoredDocuments() == 0);
    }

    [Fact]
    public async Task A_sweep_that_fails_is_not_the_last()
    {
        CosmosAccount.OnlyTheLocalEndpoint();
        await using var server = await LocalServer.StartAsync();
        var container = await server.CreateContainerAsync(defaultTimeToLive: 10);
        await container.CreateItemAsync(new Thing("a", "p", 1), P);

        server.Time.Failures = 2;
        await Wait.UntilAsync(() => server.Time.Failures == 0);
        server.Time.Advance(TimeSpan.FromSeconds(11));

        await Wait.UntilAsync(() => server.CountStoredDocuments() == 0);
    }

    private static async Task<List<string>> IdsAsync(Container container)
    {
        var items = await Pages.ReadAllAsync(container.GetItemQueryIterator<JsonElement>());
        return [.. items.Select(item => item.GetProperty("id").GetString()!).Order()];
    }
}

using System.Diagnostics;
using System.Text.Json;
using Microsoft.Azure.Cosmos;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;

namespace LiveTally.Tests.FunctionsHost.CosmosDb;

public sealed class CosmosDbFunctionTests
{
    private readonly Recorder<Document> seen = new();
    private ChangesHandler handler = _ => { };

    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    [Fact]
    public async Task A_change_reaches_the_function_within_a_moment()
    {
        await using var host = await StartAsync();
        using var client = ClientOf(host);
        var items = await CreateItemsAsync(client);
        await items.UpsertItemAsync(Item("first", 1), cancellationToken: Cancellation);
        await seen.WaitForCountAsync(1);
        // Until the feed has found nothing more: from then on only a held request can deliver before the next poll, 5 s later.
        await Task.Delay(TimeSpan.FromSeconds(0.5), Cancellation);

        var start = Stopwatch.GetTimestamp();
        await items.UpsertItemAsync(Item("second", 2), cancellationToken: Cancellation);
        var changes = await seen.WaitForCountAsync(2);

        Assert.Equal([new Document("first", "p", 1), new Document("second", "p", 2)], changes);
        Assert.InRange(Stopwatch.GetElapsedTime(start).TotalSeconds, 0, 3);
    }

    [Fact]
    public async Task A_quiet_feed_is_a_request_that_is_held_not_one_that_is_repeated()
    {
        await using var host = await StartAsync();
        using var client = ClientOf(host);
        var items = await CreateItemsAsync(client);
        await items.UpsertItemAsync(Item("first", 1), cancellationToken: Cancellation);
        await seen.WaitForCountAsync(1);
        await Task.Delay(TimeSpan.FromSeconds(0.5), Cancellation);

        using var requests = new RequestCounter(client.Endpoint.Port);
        await Task.Delay(TimeSpan.FromSeconds(2), Cancellation);

        // The processor looks after its leases once a second; a feed that polls would ask hundreds of times.
        Assert.InRange(requests.Count, 1, 20);
    }

    [Fact]
    public async Task Changes_that_a_function_failed_on_for_good_are_left()
    {
        handler = changes =>
        {
            if (changes.Any(change => change.Id == "poison"))
                throw new InvalidOperationException("never");
        };
        await using var host = await StartAsync();
        using var client = ClientOf(host);
        var items = await CreateItemsAsync(client);

        await items.UpsertItemAsync(Item("before", 1), cancellationToken: Cancellation);
        await seen.WaitForCountAsync(1);
        await items.UpsertItemAsync(Item("poison", 2), cancellationToken: Cancellation);
        await Task.Delay(TimeSpan.FromSeconds(0.5), Cancellation);
        await items.UpsertItemAsync(Item("after", 3), cancellationToken: Cancellation);

        Assert.Equal(["before", "after"], (await seen.WaitForCountAsync(2)).Select(document => document.Id));
    }

    [Fact]
    public async Task Changes_that_a_function_failed_on_are_tried_again_as_often_as_its_attribute_says()
    {
        var failures = 0;
        handler = _ =>
        {
            if (Interlocked.Increment(ref failures) <= 2)
                throw new InvalidOperationException("not yet");
        };
        await using var host = await TestHost.StartAsync(typeof(RetriedFunctions), builder => Register(builder.Services));
        using var client = ClientOf(host);

        var items = await CreateItemsAsync(client);
        await items.UpsertItemAsync(Item("again", 1), cancellationToken: Cancellation);

        Assert.Equal("again", Assert.Single(await seen.WaitForCountAsync(1)).Id);
        Assert.Equal(3, failures);
    }

    [Fact]
    public async Task A_restarted_host_goes_on_behind_its_lease()
    {
        using var directory = new TemporaryDirectory();
        await using (var first = await StartAsync(directory))
        {
            using var client = ClientOf(first);
            var items = await CreateItemsAsync(client);
            await items.UpsertItemAsync(Item("before", 1), cancellationToken: Cancellation);
            await seen.WaitForCountAsync(1);
        }

        await using var second = await StartAsync(directory);
        using var secondClient = ClientOf(second);
        await secondClient.GetContainer("db", "items").UpsertItemAsync(Item("after", 2), cancellationToken: Cancellation);

        Assert.Equal(["before", "after"], (await seen.WaitForCountAsync(2)).Select(document => document.Id));
    }

    [Fact]
    public async Task A_function_that_outlives_the_drain_is_told_by_its_token_and_gets_its_changes_again()
    {
        using var directory = new TemporaryDirectory();
        HeldFunctions.Holds = true;
        await using (var first = await StartHeldAsync(directory))
        {
            using var client = ClientOf(first);
            var items = await CreateItemsAsync(client);
            await items.UpsertItemAsync(Item("held", 1), cancellationToken: Cancellation);
            await seen.WaitForCountAsync(1);
        }

        HeldFunctions.Holds = false;
        await using var second = await StartHeldAsync(directory);

        Assert.Equal(["held", "held"], (await seen.WaitForCountAsync(2)).Select(document => document.Id));
    }

    [Fact]
    public async Task A_host_that_stops_between_two_attempts_keeps_the_changes_for_the_next()
    {
        using var directory = new TemporaryDirectory();
        var attempts = new Recorder<int>();
        var fails = true;
        handler = _ =>
        {
            attempts.Add(1);
            if (fails)
                throw new InvalidOperationException("not yet");
        };
        await using (var first = await TestHost.StartAsync(directory, typeof(RetriedFunctions), builder => Register(builder.Services)))
        {
            using var client = ClientOf(first);
            var items = await CreateItemsAsync(client);
            await items.UpsertItemAsync(Item("kept", 1), cancellationToken: Cancellation);
            await attempts.WaitForCountAsync(3);
        }

        Assert.Empty(seen.Entries);
        fails = false;
        await using var second = await TestHost.StartAsync(directory, typeof(RetriedFunctions), builder => Register(builder.Services));

        Assert.Equal("kept", Assert.Single(await seen.WaitForCountAsync(1)).Id);
    }

    [Fact]
    public async Task A_function_may_take_the_changes_as_text_one_at_a_time()
    {
        var texts = new Recorder<string>();
        await using var host = await TestHost.StartAsync(typeof(TextFunctions), builder => builder.Services.AddSingleton(texts));
        using var client = ClientOf(host);

        var items = await CreateItemsAsync(client);
        await items.UpsertItemAsync(Item("a", 1), cancellationToken: Cancellation);
        await items.UpsertItemAsync(Item("b", 2), cancellationToken: Cancellation);

        var documents = (await texts.WaitForCountAsync(2)).Select(text => JsonSerializer.Deserialize<JsonElement[]>(text)!).ToList();
        Assert.Equal(["a", "b"], documents.Select(array => Assert.Single(array).GetProperty("id").GetString()));
        Assert.All(documents, array => Assert.True(array[0].TryGetProperty("_etag", out _)));
    }

    private static Dictionary<string, object> Item(string id, int count) => new() { ["id"] = id, ["pollId"] = "p", ["count"] = count };

    private static CosmosClient ClientOf(TestHost host) => new(
        host.Services.GetRequiredService<IConfiguration>()["Cosmos"],
        new CosmosClientOptions { ConnectionMode = ConnectionMode.Gateway, LimitToEndpoint = true });

    private static async Task<Container> CreateItemsAsync(CosmosClient client)
    {
        Database database = await client.CreateDatabaseIfNotExistsAsync("db", cancellationToken: Cancellation);
        var properties = new ContainerProperties("items", "/pollId") { PartitionKeyDefinitionVersion = PartitionKeyDefinitionVersion.V2 };
        return await database.CreateContainerIfNotExistsAsync(properties, cancellationToken: Cancellation);
    }

    private void Register(IServiceCollection services)
    {
        services.AddSingleton(seen);
        services.AddSingleton(handler);
    }

    private Task<TestHost> StartHeldAsync(TemporaryDirectory directory) =>
        TestHost.StartAsync(directory, typeof(HeldFunctions), builder =>
        {
            Register(builder.Services);
            builder.Services.PostConfigure<HostOptions>(options => options.ShutdownTimeout = TimeSpan.FromSeconds(1));
        });

    private Task<TestHost> StartAsync() => TestHost.StartAsync(typeof(ListFunctions), builder => Register(builder.Services));

    private Task<TestHost> StartAsync(TemporaryDirectory directory) =>
        TestHost.StartAsync(directory, typeof(ListFunctions), builder => Register(builder.Services));
}

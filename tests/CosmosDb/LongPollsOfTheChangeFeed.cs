using System.Diagnostics;
using System.Net;
using LiveTally.Local.CosmosDb;
using LiveTally.Tests.CosmosDb.Support;
using Microsoft.Azure.Cosmos;
using Microsoft.Extensions.Logging.Abstractions;

namespace LiveTally.Tests.CosmosDb;

/// <summary><c>Prefer: wait=N</c> is the local endpoint's own; the service ignores it.</summary>
public sealed class LongPollsOfTheChangeFeed(CosmosAccount account)
{
    [Fact]
    public async Task A_held_request_is_answered_as_soon_as_a_change_commits()
    {
        CosmosAccount.OnlyTheLocalEndpoint();
        using var client = Waiting(account.Endpoint, seconds: 30);
        var plain = await account.CreateContainerAsync("/pk");
        var clock = Stopwatch.StartNew();

        var held = FromNowAsync(client.GetContainer(account.Database.Id, plain.Id));
        await Task.Delay(300);
        Assert.False(held.IsCompleted);
        await plain.CreateItemAsync(new Thing("a", "p", 7), new PartitionKey("p"));
        var page = await held;

        Assert.Equal(7, Assert.Single(page.Resource).Number);
        Assert.InRange(clock.Elapsed, TimeSpan.FromMilliseconds(250), TimeSpan.FromSeconds(20));
    }

    [Fact]
    public async Task Many_holders_are_all_woken()
    {
        CosmosAccount.OnlyTheLocalEndpoint();
        using var client = Waiting(account.Endpoint, seconds: 30);
        var plain = await account.CreateContainerAsync("/pk");

        var held = Enumerable.Range(0, 20).Select(_ => FromNowAsync(client.GetContainer(account.Database.Id, plain.Id))).ToList();
        await Task.Delay(500);
        var clock = Stopwatch.StartNew();
        await plain.CreateItemAsync(new Thing("a", "p", 7), new PartitionKey("p"));

        Assert.All(await Task.WhenAll(held), page => Assert.Equal(HttpStatusCode.OK, page.StatusCode));
        Assert.InRange(clock.Elapsed, TimeSpan.Zero, TimeSpan.FromSeconds(20));
    }

    [Fact]
    public async Task Without_a_change_the_answer_comes_when_the_wait_is_over()
    {
        CosmosAccount.OnlyTheLocalEndpoint();
        using var client = Waiting(account.Endpoint, seconds: 1);
        var plain = await account.CreateContainerAsync("/pk");
        await FromNowAsync(plain);
        var clock = Stopwatch.StartNew();

        var page = await FromNowAsync(client.GetContainer(account.Database.Id, plain.Id));

        Assert.Equal(HttpStatusCode.NotModified, page.StatusCode);
        Assert.InRange(clock.Elapsed, TimeSpan.FromSeconds(0.9), TimeSpan.FromSeconds(20));
    }

    [Fact]
    public async Task A_change_to_another_partition_key_does_not_end_the_wait_of_this_one()
    {
        CosmosAccount.OnlyTheLocalEndpoint();
        using var client = Waiting(account.Endpoint, seconds: 30);
        var plain = await account.CreateContainerAsync("/pk");

        var held = FromNowAsync(
            client.GetContainer(account.Database.Id, plain.Id), ChangeFeedStartFrom.Now(FeedRange.FromPartitionKey(new PartitionKey("p"))));
        await Task.Delay(300);
        await plain.CreateItemAsync(new Thing("a", "other", 1), new PartitionKey("other"));
        await Task.Delay(300);
        Assert.False(held.IsCompleted);
        await plain.CreateItemAsync(new Thing("a", "p", 2), new PartitionKey("p"));

        Assert.Equal(2, Assert.Single((await held).Resource).Number);
    }

    [Fact]
    public async Task Shutdown_ends_every_wait_at_once()
    {
        CosmosAccount.OnlyTheLocalEndpoint();
        using var directory = new TemporaryDirectory();
        var server = await CosmosDbServer.StartAsync(
            new CosmosDbServerOptions { DataDirectory = directory.Path },
            NullLoggerFactory.Instance,
            TimeProvider.System,
            CancellationToken.None);
        using var client = Waiting(server.Endpoint.ToString(), seconds: 30);
        Database database = await client.CreateDatabaseAsync("db");
        Container container = await database.CreateContainerAsync("c", "/pk");
        var held = FromNowAsync(container);
        await Task.Delay(500);
        var clock = Stopwatch.StartNew();

        await server.DisposeAsync();

        Assert.InRange(clock.Elapsed, TimeSpan.Zero, TimeSpan.FromSeconds(10));
        Assert.Equal(HttpStatusCode.NotModified, (await held).StatusCode);
    }

    private static CosmosClient Waiting(string endpoint, int seconds) =>
        CosmosAccount.Connect(endpoint, options => options.CustomHandlers.Add(new Preference($"wait={seconds}")));

    private static async Task<FeedResponse<Thing>> FromNowAsync(Container container, ChangeFeedStartFrom? start = null)
    {
        using var iterator = container.GetChangeFeedIterator<Thing>(start ?? ChangeFeedStartFrom.Now(), ChangeFeedMode.LatestVersion);
        return await iterator.ReadNextAsync();
    }

    private sealed class Preference(string value) : RequestHandler
    {
        public override Task<ResponseMessage> SendAsync(RequestMessage request, CancellationToken cancellationToken)
        {
            if (request.Headers["A-IM"] is not null)
            {
                request.Headers.Set("Prefer", value);
            }

            return base.SendAsync(request, cancellationToken);
        }
    }
}

using System.Collections.Concurrent;
using System.Net;
using System.Net.Sockets;
using LiveTally.Local.CosmosDb;
using LiveTally.Tests.CosmosDb.Support;
using Microsoft.Azure.Cosmos;
using Microsoft.Data.Sqlite;
using Microsoft.Extensions.Logging.Abstractions;

namespace LiveTally.Tests.CosmosDb;

public sealed class TheStoreSurvives
{
    private static readonly PartitionKey P = new("p");

    [Fact]
    public async Task A_restart_keeps_documents_etags_containers_and_the_change_feeds_place()
    {
        CosmosAccount.OnlyTheLocalEndpoint();
        await using var server = await LocalServer.StartAsync();
        var container = await server.CreateContainerAsync(defaultTimeToLive: 3600);
        var kept = await container.CreateItemAsync(new Thing("kept", "p", 1), P);
        await container.CreateItemAsync(new Thing("gone", "p", 2), P);
        await container.DeleteItemAsync<Thing>("gone", P);
        string continuation;
        using (var feed = container.GetChangeFeedIterator<Thing>(ChangeFeedStartFrom.Now(), ChangeFeedMode.LatestVersion))
        {
            continuation = (await feed.ReadNextAsync()).ContinuationToken;
        }

        await server.RestartAsync();

        container = server.Client.GetContainer("db", "c");
        Assert.Equal(kept.ETag, (await container.ReadItemAsync<Thing>("kept", P)).ETag);
        Assert.Equal(3600, (await container.ReadContainerAsync()).Resource.DefaultTimeToLive);
        await container.CreateItemAsync(new Thing("new", "p", 3), P);
        using var resumed = container.GetChangeFeedIterator<Thing>(
            ChangeFeedStartFrom.ContinuationToken(continuation), ChangeFeedMode.LatestVersion);
        Assert.Equal(3, Assert.Single(await resumed.ReadNextAsync()).Number);
    }

    [Fact]
    public async Task A_kill_loses_nothing_acknowledged_and_never_shows_half_a_batch()
    {
        CosmosAccount.OnlyTheLocalEndpoint();
        using var directory = new TemporaryDirectory();
        var acknowledged = new ConcurrentBag<string>();
        var attempted = new ConcurrentBag<string>();
        for (var round = 0; round < 3; round++)
        {
            using var server = await ServerProcess.StartAsync(directory.Path);
            using var client = CosmosAccount.Connect(server.Endpoint);
            var container = await OpenAsync(client);
            using var killed = new CancellationTokenSource();
            var before = acknowledged.Count;
            var writers = Enumerable.Range(0, 8)
                .Select(n => WriteBatchesAsync(container, $"{round}-{n}", attempted, acknowledged, killed.Token)).ToList();
            await Wait.UntilAsync(() => acknowledged.Count >= before + 100);
            await server.KillAsync();
            await killed.CancelAsync();
            await Task.WhenAll(writers);
        }

        using var survivor = await ServerProcess.StartAsync(directory.Path);
        using var reader = CosmosAccount.Connect(survivor.Endpoint);
        var all = await Pages.ReadAllAsync((await OpenAsync(reader)).GetItemQueryIterator<Thing>());
        var halves = all.GroupBy(thing => thing.Pk).ToDictionary(group => group.Key, group => group.Count());

        Assert.All(acknowledged, pair => Assert.Equal(2, halves.GetValueOrDefault(pair)));
        Assert.All(halves, pair => Assert.Equal(2, pair.Value));
        Assert.Subset(attempted.ToHashSet(), halves.Keys.ToHashSet());
    }

    [Fact]
    public async Task A_data_directory_that_cannot_be_written_is_named()
    {
        CosmosAccount.OnlyTheLocalEndpoint();
        using var directory = new TemporaryDirectory();
        var file = Path.Combine(directory.Path, "file");
        await File.WriteAllTextAsync(file, "");
        var inside = Path.Combine(file, "data");

        var fault = await Assert.ThrowsAsync<IOException>(() => StartAsync(inside));

        Assert.Contains(inside, fault.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_data_directory_has_one_owner_at_a_time()
    {
        CosmosAccount.OnlyTheLocalEndpoint();
        await using var owner = await LocalServer.StartAsync();

        var fault = await Assert.ThrowsAsync<IOException>(() => StartAsync(owner.DataDirectory));

        Assert.Contains(owner.DataDirectory, fault.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_file_that_is_no_store_is_refused_and_left_alone()
    {
        CosmosAccount.OnlyTheLocalEndpoint();
        using var directory = new TemporaryDirectory();
        var file = Path.Combine(directory.Path, "cosmos.db");
        var text = string.Join('\n', Enumerable.Repeat("no database", 1000));
        await File.WriteAllTextAsync(file, text);

        await Assert.ThrowsAsync<IOException>(() => StartAsync(directory.Path));

        Assert.Equal(text, await File.ReadAllTextAsync(file));
    }

    [Theory]
    [InlineData("UPDATE containers SET definition = x'00'")]
    [InlineData("DELETE FROM databases")]
    [InlineData("ALTER TABLE documents RENAME COLUMN body TO text")]
    public async Task A_store_that_cannot_be_read_is_named_in_one_message_and_let_go(string damage)
    {
        CosmosAccount.OnlyTheLocalEndpoint();
        using var directory = new TemporaryDirectory();
        await using (var server = await StartAsync(directory.Path))
        {
            using var client = CosmosAccount.Connect(server.Endpoint.ToString());
            await OpenAsync(client);
        }

        await using (var connection = new SqliteConnection($"Data Source={Path.Combine(directory.Path, "cosmos.db")};Pooling=False"))
        {
            await connection.OpenAsync();
            await using var command = connection.CreateCommand();
            command.CommandText = damage;
            await command.ExecuteNonQueryAsync();
        }

        for (var attempt = 0; attempt < 2; attempt++)
        {
            var fault = await Assert.ThrowsAsync<IOException>(() => StartAsync(directory.Path));
            Assert.StartsWith($"The Cosmos DB store in '{directory.Path}' cannot be read: ", fault.Message, StringComparison.Ordinal);
            Assert.DoesNotContain('\n', fault.Message);
        }
    }

    [Fact]
    public async Task A_full_disk_is_503_to_writes_alone_and_over_once_there_is_room()
    {
        CosmosAccount.OnlyTheLocalEndpoint();
        Assert.SkipUnless(OperatingSystem.IsLinux(), "Limits the files of a running process, which only Linux does.");
        using var directory = new TemporaryDirectory();
        using var server = await ServerProcess.StartAsync(directory.Path);
        using var client = CosmosAccount.Connect(server.Endpoint);
        var container = await OpenAsync(client);
        await container.CreateItemAsync(new Thing("before", "p", 1), P);

        await server.LimitFilesAsync(1);
        await Fault.ExpectAsync(HttpStatusCode.ServiceUnavailable, () => container.CreateItemAsync(new Thing("lost", "p", 2), P));
        await Fault.ExpectAsync(HttpStatusCode.ServiceUnavailable, () => container.ReplaceItemAsync(new Thing("before", "p", 3), "before", P));
        Assert.Equal(1, (await container.ReadItemAsync<Thing>("before", P)).Resource.Number);

        await server.LimitFilesAsync(null);
        await container.CreateItemAsync(new Thing("after", "p", 4), P);
        var all = await Pages.ReadAllAsync(container.GetItemQueryIterator<Thing>());
        Assert.Equal(["after", "before"], all.Select(thing => thing.Id).Order());
    }

    [Fact]
    public async Task A_port_in_use_is_named_and_the_store_is_let_go()
    {
        CosmosAccount.OnlyTheLocalEndpoint();
        using var directory = new TemporaryDirectory();
        using var taken = new TcpListener(IPAddress.Loopback, 0);
        taken.Start();
        var port = ((IPEndPoint)taken.LocalEndpoint).Port;

        var fault = await Assert.ThrowsAsync<IOException>(() => StartAsync(directory.Path, port));
        await using var next = await StartAsync(directory.Path);

        Assert.Contains($"127.0.0.1:{port}", fault.Message, StringComparison.Ordinal);
    }

    private static async Task WriteBatchesAsync(
        Container container, string writer, ConcurrentBag<string> attempted, ConcurrentBag<string> acknowledged, CancellationToken killed)
    {
        for (var n = 0; !killed.IsCancellationRequested; n++)
        {
            var pair = $"{writer}-{n}";
            attempted.Add(pair);
            try
            {
                using var response = await container.CreateTransactionalBatch(new PartitionKey(pair))
                    .CreateItem(new Thing("page", pair)).CreateItem(new Thing("head", pair)).ExecuteAsync(killed);
                if (response.IsSuccessStatusCode)
                {
                    acknowledged.Add(pair);
                }
            }
            catch (Exception e) when (e is CosmosException or HttpRequestException or OperationCanceledException)
            {
                // The server is gone; whether this batch is there is open.
                return;
            }
        }
    }

    private static async Task<Container> OpenAsync(CosmosClient client)
    {
        Database database = await client.CreateDatabaseIfNotExistsAsync("db");
        return await database.CreateContainerIfNotExistsAsync(
            new ContainerProperties("c", "/pk") { PartitionKeyDefinitionVersion = PartitionKeyDefinitionVersion.V2 });
    }

    private static Task<CosmosDbServer> StartAsync(string directory, int port = 0) => CosmosDbServer.StartAsync(
        new CosmosDbServerOptions { DataDirectory = directory, Port = port },
        NullLoggerFactory.Instance,
        TimeProvider.System,
        CancellationToken.None);
}

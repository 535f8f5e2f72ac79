using System.Collections.Concurrent;
using System.Globalization;
using LiveTally.Tests.CosmosDb.Support;
using Microsoft.Azure.Cosmos;

namespace LiveTally.Tests.CosmosDb;

/// <summary>SIGKILL under write load, round after round, on one data directory. LIVETALLY_KILL_ROUNDS says how many; otherwise 20.</summary>
public sealed class KillsLoseNothing(ITestOutputHelper output)
{
    private const int Writers = 4;

    private static readonly int Rounds =
        int.TryParse(Environment.GetEnvironmentVariable("LIVETALLY_KILL_ROUNDS"), CultureInfo.InvariantCulture, out var rounds) ? rounds : 20;

    [Fact]
    public async Task Every_acknowledged_write_is_there_with_its_content_and_no_batch_by_half()
    {
        CosmosAccount.OnlyTheLocalEndpoint();
        using var directory = new TemporaryDirectory();
        var written = new List<Written>();
        for (var round = 0; round < Rounds; round++)
        {
            using var server = await ServerProcess.StartAsync(directory.Path);
            using var client = CosmosAccount.Connect(server.Endpoint);
            var container = await OpenAsync(client);
            if (round > 0)
            {
                await CheckAsync(container, round - 1, written[^1]);
            }

            written.Add(await WriteUntilKilledAsync(container, round, server));
        }

        // What an earlier round left has been through every later kill too.
        using var survivor = await ServerProcess.StartAsync(directory.Path);
        using var reader = CosmosAccount.Connect(survivor.Endpoint);
        var kept = await OpenAsync(reader);
        for (var round = 0; round < Rounds; round++)
        {
            await CheckAsync(kept, round, written[round]);
        }

        var (points, batches) = (written.Sum(one => one.Points.Count), written.Sum(one => one.Batches.Values.Sum()));
        output.WriteLine($"{Rounds} kills, {points} point writes and {batches} batches acknowledged.");
        Assert.True(points > Rounds && batches > Rounds, "The load was too small to prove anything.");
    }

    private static async Task<Written> WriteUntilKilledAsync(Container container, int round, ServerProcess server)
    {
        var written = new Written([], new(), new());
        using var killed = new CancellationTokenSource();
        var writers = Enumerable.Range(0, Writers).Select(n => WriteAsync(container, round, n, written, killed.Token)).ToList();
        await Task.Delay(Random.Shared.Next(50, 200));
        await server.KillAsync();
        await killed.CancelAsync();
        await Task.WhenAll(writers);
        return written;
    }

    /// <summary>By turns a document of its own, and a pair that one batch writes anew with the same number.</summary>
    private static async Task WriteAsync(Container container, int round, int writer, Written written, CancellationToken killed)
    {
        var pk = Key(round);
        var key = new PartitionKey(pk);
        try
        {
            for (var n = 1; ; n++)
            {
                await container.CreateItemAsync(Point(pk, writer, n), key, cancellationToken: killed);
                written.Points.Add((writer, n));
                written.Attempted[writer] = n;
                using var batch = await container.CreateTransactionalBatch(key)
                    .UpsertItem(new Thing($"{writer}-left", pk, n)).UpsertItem(new Thing($"{writer}-right", pk, n)).ExecuteAsync(killed);
                Assert.True(batch.IsSuccessStatusCode, batch.ErrorMessage);
                written.Batches[writer] = n;
            }
        }
        catch (Exception e) when (e is CosmosException or HttpRequestException or OperationCanceledException)
        {
            // The server is gone; whether this write is there is open.
        }
    }

    private static async Task CheckAsync(Container container, int round, Written written)
    {
        var pk = Key(round);
        var options = new QueryRequestOptions { PartitionKey = new PartitionKey(pk), MaxItemCount = 1000 };
        var found = (await Pages.ReadAllAsync(container.GetItemQueryIterator<Thing>(requestOptions: options))).ToDictionary(thing => thing.Id);
        Assert.All(written.Points, point => Assert.Equal(Point(pk, point.Writer, point.Number), found.GetValueOrDefault($"{point.Writer}-{point.Number}")));
        for (var writer = 0; writer < Writers; writer++)
        {
            var (left, right) = (found.GetValueOrDefault($"{writer}-left")?.Number ?? 0, found.GetValueOrDefault($"{writer}-right")?.Number ?? 0);
            Assert.Equal(left, right);
            Assert.InRange(left, written.Batches.GetValueOrDefault(writer), written.Attempted.GetValueOrDefault(writer));
        }
    }

    private static Thing Point(string pk, int writer, int n) => new($"{writer}-{n}", pk, n, $"{pk}/{writer}/{n} {new string('x', n % 700)}");

    private static string Key(int round) => $"round-{round}";

    private static async Task<Container> OpenAsync(CosmosClient client)
    {
        Database database = await client.CreateDatabaseIfNotExistsAsync("db");
        return await database.CreateContainerIfNotExistsAsync(
            new ContainerProperties("c", "/pk") { PartitionKeyDefinitionVersion = PartitionKeyDefinitionVersion.V2 });
    }

    /// <summary>What one round was told is written, and by writer the newest batch acknowledged and the newest sent.</summary>
    private sealed record Written(
        ConcurrentBag<(int Writer, int Number)> Points, ConcurrentDictionary<int, int> Batches, ConcurrentDictionary<int, int> Attempted);
}

using System.Diagnostics;
using LiveTally.Local.CosmosDb;
using Microsoft.Azure.Cosmos;
using Microsoft.Extensions.Logging.Abstractions;

namespace LiveTally.Bench;

/// <summary>The local Cosmos DB endpoint by itself, in this process, through the SDK: restart, writes, batches, reads.</summary>
internal static class Cosmos
{
    private const int FillBatch = 100;
    private static int next;

    /// <param name="directory">The store's directory, which is kept; null: one for this run.</param>
    /// <param name="documents">How many documents to add before anything is measured.</param>
    /// <param name="callers">How many callers there are at once.</param>
    /// <param name="seconds">How long each kind of request is measured.</param>
    /// <param name="ct">Ends the run.</param>
    public static async Task<int> RunAsync(string? directory, int documents, int callers, int seconds, CancellationToken ct)
    {
        Environment.SetEnvironmentVariable("COSMOS_DISABLE_IMDS_ACCESS", "true");
        var data = directory ?? Directory.CreateTempSubdirectory("livetally-bench-").FullName;
        try
        {
            await MeasureAsync(data, documents, callers, TimeSpan.FromSeconds(seconds), ct);
            return 0;
        }
        finally
        {
            if (directory is null)
                Directory.Delete(data, recursive: true);
        }
    }

    private static async Task MeasureAsync(string data, int documents, int callers, TimeSpan time, CancellationToken ct)
    {
        var started = Stopwatch.GetTimestamp();
        await using var server = await CosmosDbServer.StartAsync(
            new CosmosDbServerOptions { DataDirectory = data }, NullLoggerFactory.Instance, TimeProvider.System, ct);
        var opened = Stopwatch.GetElapsedTime(started);
        using var client = new CosmosClient(server.ConnectionString, new CosmosClientOptions
        {
            ConnectionMode = ConnectionMode.Gateway,
            LimitToEndpoint = true,
            GatewayModeMaxConnectionLimit = callers,
            EnableContentResponseOnWrite = false,
        });
        Database database = await client.CreateDatabaseIfNotExistsAsync("bench", cancellationToken: ct);
        Container container = await database.CreateContainerIfNotExistsAsync(
            new ContainerProperties("items", "/pk") { PartitionKeyDefinitionVersion = PartitionKeyDefinitionVersion.V2 }, cancellationToken: ct);
        await container.UpsertItemAsync(Item("first", "first"), new PartitionKey("first"), cancellationToken: ct);
        await ReadAsync(container, "first", ct);
        using var process = Process.GetCurrentProcess();
        Console.WriteLine($"start       {opened.TotalMilliseconds,10:N0} ms to listen, {Stopwatch.GetElapsedTime(started).TotalMilliseconds:N0} ms to the first read, {process.PeakWorkingSet64 >> 20:N0} MB at most, client included");

        // Ids of this run, which an earlier one on the same data has not used.
        var run = $"{TimeProvider.System.GetUtcNow().ToUnixTimeMilliseconds()}";
        await FillAsync(container, run, documents, callers, ct);
        await MeasureAsync("writes", callers, time, n => WriteAsync(container, $"w{run}-{n}", ct));
        await MeasureAsync("batches", callers, time, n => BatchAsync(container, $"b{run}-{n}", 2, ct));
        await MeasureAsync("reads", callers, time, _ => ReadAsync(container, "first", ct));
    }

    private static async Task FillAsync(Container container, string run, int documents, int callers, CancellationToken ct)
    {
        if (documents == 0)
            return;
        var started = Stopwatch.GetTimestamp();
        var parallel = new ParallelOptions { MaxDegreeOfParallelism = callers, CancellationToken = ct };
        await Parallel.ForAsync(0, documents / FillBatch, parallel, async (n, stop) => await BatchAsync(container, $"f{run}-{n}", FillBatch, stop));
        Console.WriteLine($"fill        {documents / Stopwatch.GetElapsedTime(started).TotalSeconds,10:N0}/s    {documents:N0} documents in batches of {FillBatch}");
    }

    private static async Task MeasureAsync(string name, int callers, TimeSpan time, Func<int, Task> call)
    {
        var latencies = new List<long>[callers];
        var started = Stopwatch.GetTimestamp();
        await Task.WhenAll(Enumerable.Range(0, callers).Select(caller => Task.Run(async () =>
        {
            latencies[caller] = [];
            while (Stopwatch.GetElapsedTime(started) < time)
            {
                var sent = Stopwatch.GetTimestamp();
                await call(Interlocked.Increment(ref next));
                latencies[caller].Add(Stopwatch.GetTimestamp() - sent);
            }
        })));
        var elapsed = Stopwatch.GetElapsedTime(started).TotalSeconds;
        long[] all = [.. latencies.SelectMany(one => one)];
        Console.WriteLine($"{name,-12}{all.Length / elapsed,10:N0}/s    {Percentiles.Of(all)}");
    }

    private static async Task WriteAsync(Container container, string id, CancellationToken ct) =>
        await container.CreateItemAsync(Item(id, id), new PartitionKey(id), cancellationToken: ct);

    private static async Task BatchAsync(Container container, string pk, int size, CancellationToken ct)
    {
        var batch = container.CreateTransactionalBatch(new PartitionKey(pk));
        for (var n = 0; n < size; n++)
            batch.CreateItem(Item($"{n}", pk));
        using var response = await batch.ExecuteAsync(ct);
        if (!response.IsSuccessStatusCode)
            throw new InvalidOperationException($"A batch was answered {response.StatusCode}: {response.ErrorMessage}");
    }

    private static async Task ReadAsync(Container container, string id, CancellationToken ct)
    {
        using var response = await container.ReadItemStreamAsync(id, new PartitionKey(id), cancellationToken: ct);
        response.EnsureSuccessStatusCode();
    }

    private static object Item(string id, string pk) => new { id, pk, text = "about as much as a small page of votes holds: 0123456789" };
}

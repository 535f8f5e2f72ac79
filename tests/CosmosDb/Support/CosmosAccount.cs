using System.Collections.ObjectModel;
using System.Text.Json;
using LiveTally.Local.CosmosDb;
using LiveTally.Tests.CosmosDb.Support;
using Microsoft.Azure.Cosmos;
using Microsoft.Extensions.Logging.Abstractions;

[assembly: AssemblyFixture(typeof(CosmosAccount))]

namespace LiveTally.Tests.CosmosDb.Support;

/// <summary>
/// The endpoint under test: a local one of its own, or the one that LIVETALLY_COSMOS_ENDPOINT and LIVETALLY_COSMOS_KEY name.
/// </summary>
public sealed class CosmosAccount : IAsyncLifetime
{
    private static readonly string? ExternalEndpoint = Environment.GetEnvironmentVariable("LIVETALLY_COSMOS_ENDPOINT");

    private readonly TemporaryDirectory directory = new();
    private CosmosDbServer? server;

    public static bool IsExternal => ExternalEndpoint is not null;

    public string Endpoint => ExternalEndpoint ?? server!.Endpoint.ToString();

    public static string Key => Environment.GetEnvironmentVariable("LIVETALLY_COSMOS_KEY") ?? CosmosDbServer.EmulatorKey;

    public CosmosClient Client { get; private set; } = null!;

    public Database Database { get; private set; } = null!;

    public static void OnlyTheLocalEndpoint() => Assert.SkipWhen(IsExternal, "This is about the local endpoint's own process.");

    public static CosmosClientOptions Options => new()
    {
        ConnectionMode = ConnectionMode.Gateway,
        LimitToEndpoint = true,
        UseSystemTextJsonSerializerWithOptions = new JsonSerializerOptions(JsonSerializerDefaults.Web),
    };

    public static CosmosClient Connect(string endpoint, Action<CosmosClientOptions>? configure = null)
    {
        var options = Options;
        configure?.Invoke(options);
        return new CosmosClient(endpoint, Key, options);
    }

    public CosmosClient Connect(Action<CosmosClientOptions>? configure = null) => Connect(Endpoint, configure);

    public async ValueTask InitializeAsync()
    {
        if (!IsExternal)
        {
            server = await CosmosDbServer.StartAsync(
                new CosmosDbServerOptions { DataDirectory = directory.Path },
                NullLoggerFactory.Instance,
                TimeProvider.System,
                CancellationToken.None);
        }

        Client = Connect();
        Database = await Client.CreateDatabaseAsync($"tests-{Guid.CreateVersion7()}");
    }

    /// <summary>A new, empty container, which nothing indexes.</summary>
    public Task<Container> CreateContainerAsync(params string[] partitionKeyPaths) =>
        CreateContainerAsync(null, partitionKeyPaths);

    /// <param name="defaultTimeToLive">Seconds; -1: only items that say so expire; null: none does.</param>
    public async Task<Container> CreateContainerAsync(int? defaultTimeToLive, params string[] partitionKeyPaths)
    {
        var properties = new ContainerProperties
        {
            Id = $"c-{Guid.CreateVersion7()}",
            PartitionKeyPaths = new Collection<string>(partitionKeyPaths),
            PartitionKeyDefinitionVersion = PartitionKeyDefinitionVersion.V2,
            DefaultTimeToLive = defaultTimeToLive,
        };
        return await Database.CreateContainerAsync(properties);
    }

    public async ValueTask DisposeAsync()
    {
        await Database.DeleteAsync();
        Client.Dispose();
        if (server is not null)
        {
            await server.DisposeAsync();
        }

        directory.Dispose();
    }
}

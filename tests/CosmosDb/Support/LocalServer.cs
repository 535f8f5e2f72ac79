using LiveTally.Local.CosmosDb;
using LiveTally.Local.Faults;
using Microsoft.Azure.Cosmos;
using Microsoft.Data.Sqlite;
using Microsoft.Extensions.Logging.Abstractions;

namespace LiveTally.Tests.CosmosDb.Support;

/// <summary>A local endpoint of a test's own, with a clock that the test moves and a store that it can look into.</summary>
public sealed class LocalServer : IAsyncDisposable
{
    private readonly TemporaryDirectory directory = new();
    private CosmosDbServer server = null!;

    private LocalServer()
    {
    }

    public ShiftedTime Time { get; } = new();

    public FaultInjector Faults { get; } = new();

    public string DataDirectory => directory.Path;

    public CosmosClient Client { get; private set; } = null!;

    public static async Task<LocalServer> StartAsync()
    {
        var local = new LocalServer();
        await local.OpenAsync();
        return local;
    }

    /// <summary>Stops the server in good order and starts another on the same data.</summary>
    public async Task RestartAsync()
    {
        Client.Dispose();
        await server.DisposeAsync();
        await OpenAsync();
    }

    public async Task<Container> CreateContainerAsync(int? defaultTimeToLive = null)
    {
        Database database = await Client.CreateDatabaseIfNotExistsAsync("db");
        return await database.CreateContainerIfNotExistsAsync(new ContainerProperties("c", "/pk")
        {
            PartitionKeyDefinitionVersion = PartitionKeyDefinitionVersion.V2,
            DefaultTimeToLive = defaultTimeToLive,
        });
    }

    public long CountStoredDocuments()
    {
        using var connection = new SqliteConnection($"Data Source={Path.Combine(DataDirectory, "cosmos.db")};Mode=ReadOnly;Pooling=False");
        connection.Open();
        using var count = connection.CreateCommand();
        count.CommandText = "SELECT COUNT(*) FROM documents";
        return (long)count.ExecuteScalar()!;
    }

    public async ValueTask DisposeAsync()
    {
        Client.Dispose();
        await server.DisposeAsync();
        directory.Dispose();
    }

    private async Task OpenAsync()
    {
        server = await CosmosDbServer.StartAsync(
            new CosmosDbServerOptions { DataDirectory = DataDirectory, Faults = Faults }, NullLoggerFactory.Instance, Time, CancellationToken.None);
        Client = CosmosAccount.Connect(server.Endpoint.ToString());
    }
}

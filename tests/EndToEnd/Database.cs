using LiveTally.Local.CosmosDb;
using Microsoft.Azure.Cosmos;
using Microsoft.Extensions.Logging.Abstractions;
using Newtonsoft.Json.Linq;

namespace LiveTally.Tests.EndToEnd;

/// <summary>The database of a process that has stopped.</summary>
public sealed class Database : IAsyncDisposable
{
    private readonly CosmosDbServer _server;
    private readonly CosmosClient _client;

    private Database(CosmosDbServer server)
    {
        _server = server;
        _client = new CosmosClient(server.ConnectionString, new CosmosClientOptions { ConnectionMode = ConnectionMode.Gateway, LimitToEndpoint = true });
    }

    public static async Task<Database> OpenAsync(LiveTallyProcess process) => new(await CosmosDbServer.StartAsync(
        new CosmosDbServerOptions { DataDirectory = Path.Combine(process.Data, "cosmos") },
        NullLoggerFactory.Instance,
        TimeProvider.System,
        TestContext.Current.CancellationToken));

    public Container Container(string name) => _client.GetContainer("livetally", name);

    /// <summary>Key → text of every document whose id begins as given, without what the database adds to it.</summary>
    public async Task<SortedDictionary<string, string>> ReadAsync(string container, string idPrefix)
    {
        var documents = new SortedDictionary<string, string>(StringComparer.Ordinal);
        using var feed = Container(container).GetItemQueryIterator<JObject>();
        while (feed.HasMoreResults)
        {
            foreach (var document in await feed.ReadNextAsync(TestContext.Current.CancellationToken))
            {
                foreach (var added in document.Properties().Where(property => property.Name.StartsWith('_')).ToArray())
                    added.Remove();
                if (document["id"]!.ToString().StartsWith(idPrefix, StringComparison.Ordinal))
                    documents.Add($"{document["pollId"]}/{document["box"]}/{document["id"]}", document.ToString(Newtonsoft.Json.Formatting.None));
            }
        }

        return documents;
    }

    public async ValueTask DisposeAsync()
    {
        _client.Dispose();
        await _server.DisposeAsync();
    }
}

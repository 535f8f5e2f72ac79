using System.Runtime.CompilerServices;
using System.Text.Json;
using LiveTally.Codes;
using LiveTally.Local.CosmosDb;
using LiveTally.Operations;
using LiveTally.Polls;
using LiveTally.Tally;
using Microsoft.Azure.Cosmos;
using Microsoft.Extensions.Caching.Hybrid;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging.Abstractions;
using Microsoft.Extensions.Options;

namespace LiveTally.Tests.Unit.Storage;

/// <summary>The application's storage on a Cosmos DB endpoint of its own, and what it has been charged.</summary>
public sealed class LocalDatabase : IAsyncLifetime
{
    private readonly string _directory = Directory.CreateTempSubdirectory("livetally-unit-").FullName;
    private readonly Charges _charges = new();
    private CosmosDbServer _server = null!;
    private CosmosClient _client = null!;

    public TallyDatabase Database { get; private set; } = null!;

    public BoxStore Boxes { get; private set; } = null!;

    /// <summary>Request units since it was asked for last.</summary>
    public double TakeCharge() => Interlocked.Exchange(ref _charges.Total, 0);

    public async ValueTask InitializeAsync()
    {
        _server = await CosmosDbServer.StartAsync(
            new CosmosDbServerOptions { DataDirectory = _directory }, NullLoggerFactory.Instance, TimeProvider.System, CancellationToken.None);
        var options = new CosmosClientOptions
        {
            ConnectionMode = ConnectionMode.Gateway,
            LimitToEndpoint = true,
            EnableContentResponseOnWrite = false,
            UseSystemTextJsonSerializerWithOptions = AppJson.Default.Options,
        };
        options.CustomHandlers.Add(_charges);
        _client = new CosmosClient(_server.ConnectionString, options);
        Database = new TallyDatabase(_client);
        Boxes = new BoxStore(Database, TimeProvider.System);
        await Database.CreateIfMissingAsync(CancellationToken.None);
    }

    /// <summary>An instance of its own: what it has cached the others do not know of.</summary>
    public PollCache NewPollCache() =>
        new(Database, new ServiceCollection().AddHybridCache().Services.BuildServiceProvider().GetRequiredService<HybridCache>(), TimeProvider.System);

    public PollRemains NewRemains() => new(Database, new VotingCodes(Database, TimeProvider.System), Options.Create(new PollsOptions()));

    /// <summary>A poll in storage.</summary>
    public async Task<Poll> AddPollAsync(PollState state = PollState.Open, int expectedVoters = 5_000)
    {
        var poll = CreatePoll.Decide(
            new CreatePollRequest { Question = "Which?", Options = ["a", "b"], ExpectedVoters = expectedVoters },
            PollId.New(),
            TimeProvider.System.GetUtcNow(),
            new byte[32]) with { State = state };
        return await WriteAsync(poll);
    }

    public async Task<Poll> WriteAsync(Poll poll)
    {
        var etag = await Database.Polls.WriteAsync(
            poll.Id, new PartitionKey(poll.Id), poll with { ETag = null }, poll.ETag, AppJson.Default.Poll, CancellationToken.None);
        return poll with { ETag = etag ?? throw new InvalidOperationException("Somebody else has written the poll.") };
    }

    /// <summary>Id → document of a logical partition.</summary>
    public static async Task<Dictionary<string, JsonElement>> ReadAsync(Container container, PartitionKey key)
    {
        var documents = new Dictionary<string, JsonElement>();
        using var feed = container.GetItemQueryStreamIterator(requestOptions: new() { PartitionKey = key });
        while (feed.HasMoreResults)
        {
            using var page = await feed.ReadNextAsync();
            foreach (var document in (await JsonDocument.ParseAsync(page.Content)).RootElement.GetProperty("Documents").EnumerateArray())
                documents.Add(document.GetProperty("id").GetString()!, document);
        }

        return documents;
    }

    public async ValueTask DisposeAsync()
    {
        _client.Dispose();
        await _server.DisposeAsync();
        Directory.Delete(_directory, recursive: true);
    }

    // Otherwise the SDK asks the cloud's metadata address who it is.
    [ModuleInitializer]
    internal static void SetUpSdk() => Environment.SetEnvironmentVariable("COSMOS_DISABLE_IMDS_ACCESS", "true");

    private sealed class Charges : RequestHandler
    {
        public double Total;

        public override async Task<ResponseMessage> SendAsync(RequestMessage request, CancellationToken cancellationToken)
        {
            var response = await base.SendAsync(request, cancellationToken);
            Interlocked.Exchange(ref Total, Total + response.Headers.RequestCharge);
            return response;
        }
    }
}

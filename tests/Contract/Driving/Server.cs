using System.Net;
using System.Text;
using LiveTally.Tests.EndToEnd;

[assembly: AssemblyFixture(typeof(LiveTally.Tests.Contract.Driving.Server))]
[assembly: AssemblyFixture(typeof(LiveTally.Tests.Contract.Driving.BareServer))]

namespace LiveTally.Tests.Contract.Driving;

/// <summary>One process for all tests here, with what they need of settings.</summary>
public class Server : IAsyncLifetime
{
    /// <summary>The origin that CORS lets in.</summary>
    public const string Origin = "https://embed.example";

    /// <summary>Votes that may wait for a partition: few, so that it can be too many.</summary>
    public const int MaxWaiting = 8;

    public LiveTallyProcess Process { get; private set; } = null!;

    public Client Client { get; private set; } = null!;

    public HttpClient Http { get; } = new(new SocketsHttpHandler { MaxConnectionsPerServer = 64, AllowAutoRedirect = false });

    protected virtual (string Name, string Value)[] Settings { get; } =
    [
        ("LIVETALLY_FAULTS", "true"),
        ("LIVETALLY_PARTITIONS", "2"),
        ("Voting__MaxWaiting", $"{MaxWaiting}"),
        ("Cors__Origins", $"https://other.example, {Origin}"),
    ];

    public async ValueTask InitializeAsync()
    {
        Process = await LiveTallyProcess.StartAsync(null, Settings);
        Client = new Client(Process.Address, Process.AdminKey);
    }

    public async Task UseFaultsAsync(string rules)
    {
        using var body = new StringContent($$"""{ "seed": 1, "rules": [{{rules}}] }""", Encoding.UTF8, "application/json");
        using var answer = await Http.PutAsync(new Uri(Process.Address, "/_faults"), body, TestContext.Current.CancellationToken);
        Assert.Equal(HttpStatusCode.NoContent, answer.StatusCode);
    }

    public async ValueTask DisposeAsync()
    {
        Http.Dispose();
        Client.Dispose();
        await Process.DisposeAsync();
        GC.SuppressFinalize(this);
    }
}

/// <summary>A process without any of that, and whose dead letters are in a storage account that does not answer.</summary>
public sealed class BareServer : Server
{
    protected override (string Name, string Value)[] Settings =>
        [("AzureWebJobsStorage", "DefaultEndpointsProtocol=http;AccountName=nowhere;AccountKey=a2V5;BlobEndpoint=http://127.0.0.1:1/nowhere")];
}

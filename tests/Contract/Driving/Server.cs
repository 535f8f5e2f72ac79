using System.Net;
using System.Text;
using LiveTally.Tests.EndToEnd;
using LiveTally.Tests.Shared;

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

    protected virtual (string Name, string Value)[] Settings =>
    [
        ("LIVETALLY_FAULTS", "true"),
        ("LIVETALLY_PARTITIONS", "2"),
        ("Voting__MaxWaiting", $"{MaxWaiting}"),
        ("Cors__Origins", $"https://other.example, {Origin}"),
        ("Entra__TenantId", OpenIdIssuer.Tenant),
        ("Entra__Audience", OpenIdIssuer.Audience),

        // Nobody is there to say whose sign-ins hold.
        ("Entra__Authority", "http://127.0.0.1:1"),
    ];

    public virtual async ValueTask InitializeAsync()
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

    public virtual async ValueTask DisposeAsync()
    {
        Http.Dispose();
        Client.Dispose();
        await Process.DisposeAsync();
        GC.SuppressFinalize(this);
    }
}

/// <summary>
/// A process without any of that: its dead letters are in a storage account that does not answer, people sign in with an issuer that does, and from
/// one address it takes few requests.
/// </summary>
public sealed class BareServer : Server
{
    /// <summary>Requests that one address may send at once.</summary>
    public const int Burst = 400;

    public OpenIdIssuer Issuer { get; private set; } = null!;

    protected override (string Name, string Value)[] Settings =>
    [
        ("AzureWebJobsStorage", "DefaultEndpointsProtocol=http;AccountName=nowhere;AccountKey=a2V5;BlobEndpoint=http://127.0.0.1:1/nowhere"),
        ("Entra__TenantId", OpenIdIssuer.Tenant),
        ("Entra__Audience", OpenIdIssuer.Audience),
        ("Entra__Authority", Issuer.Address),
        ("Limits__ForwardedHops", "1"),
        ("Limits__PerAddressPerSecond", "1"),
        ("Limits__PerAddressBurst", $"{Burst}"),
    ];

    public override async ValueTask InitializeAsync()
    {
        Issuer = await OpenIdIssuer.StartAsync();
        await base.InitializeAsync();

        // From then on it knows the issuer's keys. On a busy machine the first try may take longer than it waits.
        var admin = Issuer.Sign(Issuer.Person("ada", "Polls.Manage"));
        for (var left = 60; (await Client.GetAsync("polls", admin)).Status != HttpStatusCode.OK; left--)
        {
            Assert.NotEqual(0, left);
            await Task.Delay(500, TestContext.Current.CancellationToken);
        }
    }

    public override async ValueTask DisposeAsync()
    {
        await base.DisposeAsync();
        await Issuer.DisposeAsync();
    }
}

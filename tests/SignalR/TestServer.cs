using System.Globalization;
using LiveTally.Local.SignalR;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Http.Connections;
using Microsoft.AspNetCore.SignalR.Client;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;

namespace LiveTally.Tests.SignalR;

/// <summary>
/// An application on Kestrel with a negotiate function per hub, <c>POST /api/{hub}/negotiate?user=</c>, as real clients use it.
/// </summary>
internal sealed class TestServer : IAsyncDisposable
{
    public static readonly TimeSpan Generous = TimeSpan.FromSeconds(60);

    private readonly WebApplication application;
    private readonly string? ownDirectory;
    private readonly Warnings warnings;
    private readonly List<HubConnection> clients = [];

    private TestServer(WebApplication application, string directory, string? ownDirectory, ManualTime time, Warnings warnings)
    {
        this.application = application;
        this.ownDirectory = ownDirectory;
        this.warnings = warnings;
        Directory = directory;
        Time = time;
    }

    public string Directory { get; }

    public ManualTime Time { get; }

    /// <summary>What the endpoint, or ASP.NET Core below it, has logged as a warning or worse.</summary>
    public IReadOnlyCollection<string> Warnings => warnings.Messages;

    public string Url => application.Urls.Single();

    public SignalREndpoint Endpoint => application.Services.GetRequiredService<SignalREndpoint>();

    public static async Task<TestServer> StartAsync(
        string? directory = null,
        Func<SignalREndpointOptions, SignalREndpointOptions>? configure = null,
        Action<IServiceCollection>? services = null,
        Action<WebApplication>? map = null,
        string url = "http://127.0.0.1:0")
    {
        var ownDirectory = directory is null ? System.IO.Directory.CreateTempSubdirectory("livetally-signalr-").FullName : null;
        directory ??= ownDirectory!;
        var time = new ManualTime();
        var builder = WebApplication.CreateSlimBuilder();
        builder.WebHost.UseUrls(url);
        var warnings = new Warnings();
        builder.Logging.ClearProviders().AddProvider(warnings);
        builder.Services.AddSingleton<TimeProvider>(time);
        var options = new SignalREndpointOptions { DataDirectory = directory };
        builder.Services.AddSignalREndpoint(configure?.Invoke(options) ?? options);
        services?.Invoke(builder.Services);
        var application = builder.Build();
        application.MapPost("/api/{hub}/negotiate", (string hub, string? user, HttpRequest request, SignalREndpoint endpoint) =>
            endpoint.Negotiate(hub, user, $"{request.Scheme}://{request.Host}"));
        application.MapSignalREndpoint();
        map?.Invoke(application);
        await application.StartAsync(TestContext.Current.CancellationToken);
        return new TestServer(application, directory, ownDirectory, time, warnings);
    }

    /// <summary>A client as an application makes it; not connected yet.</summary>
    public HubConnection Client(
        string hub,
        string? user = null,
        HttpTransportType transport = HttpTransportType.WebSockets,
        bool messagePack = false)
    {
        var url = $"{Url}/api/{hub}" + (user is null ? "" : $"?user={user}");
        var builder = new HubConnectionBuilder().WithUrl(url, transport);
        if (messagePack)
            builder.AddMessagePackProtocol();
        var client = builder.Build();
        clients.Add(client);
        return client;
    }

    public async Task<HubConnection> ConnectAsync(
        string hub, string? user = null, HttpTransportType transport = HttpTransportType.WebSockets, bool messagePack = false)
    {
        var client = Client(hub, user, transport, messagePack);
        await client.StartAsync(TestContext.Current.CancellationToken);

        // The endpoint has finished connecting it once it can be found.
        Assert.True(await Endpoint.RemoveFromAllGroupsAsync(hub, client.ConnectionId, null, TestContext.Current.CancellationToken));
        return client;
    }

    public Task StopAsync() => application.StopAsync(TestContext.Current.CancellationToken);

    public async ValueTask DisposeAsync()
    {
        await Task.WhenAll(clients.Select(c => c.DisposeAsync().AsTask()));
        await application.DisposeAsync();
        if (ownDirectory is not null)
            System.IO.Directory.Delete(ownDirectory, recursive: true);
    }

    public sealed class ManualTime : TimeProvider
    {
        public DateTimeOffset Now { get; set; } = DateTimeOffset.Parse("2026-03-01T12:00:00Z", CultureInfo.InvariantCulture);

        public override DateTimeOffset GetUtcNow() => Now;
    }
}

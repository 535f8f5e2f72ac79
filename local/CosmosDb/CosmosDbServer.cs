using System.Net;
using LiveTally.Local.CosmosDb.Http;
using LiveTally.Local.CosmosDb.Storage;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Hosting.Server;
using Microsoft.AspNetCore.Hosting.Server.Features;
using Microsoft.AspNetCore.Http.Features;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;

namespace LiveTally.Local.CosmosDb;

/// <summary>
/// An endpoint on 127.0.0.1 that the Azure Cosmos DB SDK talks to in Gateway mode with <c>LimitToEndpoint</c>. What it acknowledges
/// is on disk.
/// </summary>
public sealed class CosmosDbServer : IAsyncDisposable
{
    /// <summary>The account key: the one that Microsoft publishes for its emulator. It guards nothing and is no secret.</summary>
    public const string EmulatorKey = "C2y6yDjf5/R+ob0N8A7Cgv30VRDJIWEHLM+4QDU5DE2nQ9nDuVTqobD4b8mGGyPMbIZnqyMsEcaGQy67XIw/Jw==";

    private readonly WebApplication application;
    private readonly Store store;
    private bool disposed;

    private CosmosDbServer(WebApplication application, Store store)
    {
        (this.application, this.store) = (application, store);
        var addresses = application.Services.GetRequiredService<IServer>().Features.GetRequiredFeature<IServerAddressesFeature>();
        Endpoint = new Uri(addresses.Addresses.Single());
    }

    /// <summary><c>http://127.0.0.1:port/</c>.</summary>
    public Uri Endpoint { get; }

    /// <summary><c>AccountEndpoint=…;AccountKey=…</c>, as the SDK takes it.</summary>
    public string ConnectionString => $"AccountEndpoint={Endpoint};AccountKey={EmulatorKey}";

    /// <summary>Opens the store and listens. The server is ready when the task ends.</summary>
    /// <exception cref="IOException">
    /// The data directory cannot be written or read or is in use, or the port is; the message names it.
    /// </exception>
    public static async Task<CosmosDbServer> StartAsync(
        CosmosDbServerOptions options, ILoggerFactory loggerFactory, TimeProvider timeProvider, CancellationToken ct)
    {
        var logger = loggerFactory.CreateLogger<CosmosDbServer>();
        var store = await Store.OpenAsync(options.DataDirectory, logger, timeProvider, options.Faults);
        var application = Build(options);
        var faults = new ItemFaults(options.Faults, timeProvider);
        // Requests are dated by the clock of this machine, whatever the store's own clock is set to.
        var router = new Router(
            store, new MasterKey(EmulatorKey, TimeProvider.System), faults, logger, application.Lifetime.ApplicationStopping);
        application.Run(router.HandleAsync);
        try
        {
            await application.StartAsync(ct);
        }
        catch (Exception e)
        {
            await application.DisposeAsync();
            await store.DisposeAsync();
            if (e is IOException)
            {
                throw new IOException($"The Cosmos DB endpoint cannot listen on 127.0.0.1:{options.Port}: {e.Message}", e);
            }

            throw;
        }

        var server = new CosmosDbServer(application, store);
        Log.Started(logger, server.Endpoint, options.DataDirectory);
        return server;
    }

    /// <summary>Takes no more requests, finishes those under way, ends change feed waits, and closes the store.</summary>
    public async ValueTask DisposeAsync()
    {
        if (Interlocked.Exchange(ref disposed, true))
        {
            return;
        }

        await application.StopAsync();
        await application.DisposeAsync();
        await store.DisposeAsync();
    }

    private static WebApplication Build(CosmosDbServerOptions options)
    {
        var builder = WebApplication.CreateEmptyBuilder(new WebApplicationOptions());
        builder.WebHost.UseKestrelCore().ConfigureKestrel(kestrel =>
        {
            kestrel.AddServerHeader = false;
            // The handlers set their own limits, and answer with an error that the SDK understands.
            kestrel.Limits.MaxRequestBodySize = null;
            kestrel.Listen(IPAddress.Loopback, options.Port);
        });
        return builder.Build();
    }
}

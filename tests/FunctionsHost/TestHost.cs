using System.Text;
using LiveTally.Local.EventHubs;
using Microsoft.AspNetCore.Hosting.Server;
using Microsoft.AspNetCore.Hosting.Server.Features;
using Microsoft.Azure.Functions.Worker.Builder;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;

namespace LiveTally.Tests.FunctionsHost;

/// <summary>A host in this process with the functions of some classes, and a client for its HTTP functions.</summary>
internal sealed class TestHost : IAsyncDisposable
{
    private readonly IHost host;
    private readonly TemporaryDirectory? ownDirectory;

    private TestHost(IHost host, TemporaryDirectory? ownDirectory)
    {
        this.host = host;
        this.ownDirectory = ownDirectory;
        var addresses = host.Services.GetRequiredService<IServer>().Features.Get<IServerAddressesFeature>()!.Addresses;
        Client = new HttpClient { BaseAddress = new Uri(Assert.Single(addresses)) };
    }

    public HttpClient Client { get; }

    public IServiceProvider Services => host.Services;

    public EventLog Log => Services.GetRequiredService<EventLog>();

    /// <summary>A builder for a host of its own, on a free port.</summary>
    public static FunctionsApplicationBuilder Builder(string directory, params Type[] functionTypes)
    {
        var builder = FunctionsApplication.CreateBuilder([]);
        builder.FunctionTypes = functionTypes;
        builder.Configuration["LIVETALLY_PORT"] = "0";
        builder.Configuration["LIVETALLY_DATA"] = directory;
        builder.Configuration["LIVETALLY_PARTITIONS"] = "4";
        builder.Configuration["LIVETALLY_COSMOS_PORT"] = "0";
        builder.Logging.ClearProviders();
        builder.ConfigureFunctionsWebApplication();
        return builder;
    }

    public static Task<TestHost> StartAsync(Type functions, Action<FunctionsApplicationBuilder>? configure = null) =>
        StartAsync(new TemporaryDirectory(), [functions], configure, owns: true);

    /// <summary>In a directory that outlives the host.</summary>
    public static Task<TestHost> StartAsync(
        TemporaryDirectory directory, Type functions, Action<FunctionsApplicationBuilder>? configure = null) =>
        StartAsync(directory, [functions], configure, owns: false);

    public ValueTask<long> AppendAsync(int partition, params string[] events) =>
        Log.AppendAsync(
            partition, [.. events.Select(text => new ReadOnlyMemory<byte>(Encoding.UTF8.GetBytes(text)))], CancellationToken.None);

    public async ValueTask DisposeAsync()
    {
        Client.Dispose();
        await host.StopAsync();
        await ((IAsyncDisposable)host).DisposeAsync();
        ownDirectory?.Dispose();
    }

    private static async Task<TestHost> StartAsync(
        TemporaryDirectory directory, Type[] functions, Action<FunctionsApplicationBuilder>? configure, bool owns)
    {
        var builder = Builder(directory.Path, functions);
        configure?.Invoke(builder);
        var host = builder.Build();
        await host.StartAsync(TestContext.Current.CancellationToken);
        return new TestHost(host, owns ? directory : null);
    }
}

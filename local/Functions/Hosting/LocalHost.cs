using LiveTally.Local.Faults;
using LiveTally.Local.Functions.CosmosDb;
using LiveTally.Local.Functions.FaultControl;
using LiveTally.Local.Functions.Http;
using LiveTally.Local.SignalR;
using Microsoft.AspNetCore.Builder;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;

namespace LiveTally.Local.Functions.Hosting;

/// <summary>The web application, and around its life that of the stand-ins.</summary>
internal sealed class LocalHost(
    WebApplication web,
    StandIns standIns,
    LocalHostOptions options,
    IReadOnlyList<FunctionDescriptor> functions,
    IReadOnlyList<string> disabled,
    StartupLogFilter logFilter)
    : IHost, IAsyncDisposable
{
    public IServiceProvider Services => web.Services;

    /// <exception cref="StartupException">A setting is wrong, or what it names cannot be used.</exception>
    public async Task StartAsync(CancellationToken cancellationToken = default)
    {
        try
        {
            await OpenAsync(cancellationToken);
            await StartWebAsync(cancellationToken);
        }
        catch
        {
            await DisposeAsync();
            throw;
        }

        logFilter.Started();
        var logger = web.Services.GetRequiredService<ILogger<LocalHost>>();
        Log.Ready(logger, functions.Count, web.Urls.Single(), options.DataDirectory);
        if (disabled.Count > 0)
            Log.Disabled(logger, string.Join(", ", disabled));
        if (options.Faults)
            Log.FaultsOn(logger);
    }

    public Task StopAsync(CancellationToken cancellationToken = default) => web.StopAsync(cancellationToken);

    /// <summary>Disposes the services, and as the last of them the stand-ins, which the others may use until then.</summary>
    public ValueTask DisposeAsync() => web.DisposeAsync();

    public void Dispose() => DisposeAsync().AsTask().GetAwaiter().GetResult();

    private async Task OpenAsync(CancellationToken cancellationToken)
    {
        try
        {
            await standIns.OpenAsync(cancellationToken);
            await web.Services.GetRequiredService<CosmosConnections>().CheckAsync(functions, cancellationToken);
            web.MapSignalREndpoint().RequireCors(LocalHostOptions.SignalRCorsPolicy);
            HttpFunctions.Map(web, functions);
            if (web.Services.GetService<FaultInjector>() is { } faults)
                FaultEndpoint.Map(web, faults);
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            throw StartupException.OfSetting(LocalHostOptions.DataKey, e.Message, e);
        }
    }

    private async Task StartWebAsync(CancellationToken cancellationToken)
    {
        try
        {
            await web.StartAsync(cancellationToken);
        }
        catch (Exception e) when (PortErrors.CannotListen(e))
        {
            throw PortErrors.InUse(LocalHostOptions.PortKey, options.Port, e);
        }
    }
}

using System.Net;
using System.Text.Json;
using Azure.Core.Serialization;
using LiveTally.Local.Faults;
using LiveTally.Local.Functions.CosmosDb;
using LiveTally.Local.Functions.Pages;
using LiveTally.Local.Functions.SignalR;
using LiveTally.Local.Functions.Timers;
using LiveTally.Local.SignalR;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.Azure.Functions.Worker;
using Microsoft.Azure.Functions.Worker.Middleware;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.DependencyInjection.Extensions;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Options;

namespace LiveTally.Local.Functions.Hosting;

/// <summary>Puts the web application together that carries the functions.</summary>
internal static class LocalWebApplication
{
    public static WebApplicationBuilder CreateBuilder()
    {
        // Read once by the Cosmos DB SDK: no cloud metadata address is to be asked.
        Environment.SetEnvironmentVariable("COSMOS_DISABLE_IMDS_ACCESS", "true");

        var builder = WebApplication.CreateSlimBuilder(new WebApplicationOptions { ContentRootPath = AppContext.BaseDirectory });
        builder.Logging.SetMinimumLevel(LogLevel.Information);
        builder.Logging.AddFilter("Microsoft", LogLevel.Warning);
        // Otherwise each request gets an activity and a log scope, listeners or not.
        builder.Logging.AddFilter("Microsoft.AspNetCore.Hosting.Diagnostics", LogLevel.None);
        return builder;
    }

    /// <exception cref="StartupException">A setting is wrong, or a function cannot be run as it is declared.</exception>
    public static LocalHost Build(
        WebApplicationBuilder builder,
        IReadOnlyList<Type> functionTypes,
        IReadOnlyList<Func<FunctionExecutionDelegate, FunctionExecutionDelegate>> middleware,
        bool hasWebApplication)
    {
        HostSettings.Check(builder.Configuration);
        var options = LocalHostOptions.Read(builder.Configuration);
        var hostJson = HostJson.Read(AppContext.BaseDirectory);
        var triggers = new TriggerBindingFactory(builder.Configuration, hostJson, hasWebApplication);
        var declared = FunctionDiscovery.Find(functionTypes, triggers);
        FunctionDescriptor[] functions = [.. declared.Where(function => !builder.Configuration.IsDisabled(function))];
        var logFilter = new StartupLogFilter();
        logFilter.AddTo(builder.Logging);

        AddServices(builder, options, new FunctionInvoker(middleware));
        TriggerListeners.Add(builder.Services, functions, hostJson.Extensions.EventHubs);
        builder.WebHost.ConfigureKestrel(kestrel =>
        {
            kestrel.AddServerHeader = false;
            kestrel.Listen(IPAddress.Loopback, options.Port);
        });

        var web = builder.Build();
        WebPages.Serve(web, options.WebDirectory);
        web.UseCors();
        // Resolved before all else, so that the container disposes it after all else.
        return new LocalHost(web, web.Services.GetRequiredService<StandIns>(), options, functions, [.. declared.Except(functions).Select(function => function.Name)], logFilter);
    }

    private static void AddServices(WebApplicationBuilder builder, LocalHostOptions options, FunctionInvoker invoker)
    {
        var services = builder.Services;
        if (options.Faults)
        {
            services.AddSingleton<FaultInjector>();
            services.AddSingleton<TimeProvider, SteppedClock>();
        }

        services.TryAddSingleton(TimeProvider.System);
        services.AddSingleton(options);
        services.AddSingleton(invoker);
        services.AddSingleton<StandIns>();
        services.AddSingleton(provider => provider.GetRequiredService<StandIns>().EventLog);
        services.AddSingleton<CosmosConnections>();
        services.AddSingleton<OutputSender>();
        services.AddSingleton<ScheduleMonitor>();
        services.AddSingleton<TriggerRunner>();
        services.AddSignalREndpoint(new SignalREndpointOptions { DataDirectory = Path.Combine(options.DataDirectory, "signalr") });
        services.AddCors();
        services.Configure<HostOptions>(host => host.ShutdownTimeout = TimeSpan.FromSeconds(30));
        services.Configure<JsonSerializerOptions>(json => json.PropertyNameCaseInsensitive = true);
        services.AddOptions<WorkerOptions>().PostConfigure<IOptions<JsonSerializerOptions>>(
            (worker, json) => worker.Serializer ??= new JsonObjectSerializer(json.Value));
    }
}

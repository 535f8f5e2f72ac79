using LiveTally.Local.SignalR;
using LiveTally.Operations;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.Azure.Functions.Worker.Builder;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;
using OpenTelemetry.Metrics;

namespace LiveTally.Targets;

/// <summary>Metrics for Prometheus at <c>/metrics</c>, and what only this target can measure.</summary>
internal static class LocalTelemetry
{
    private const string Setting = $"{TelemetryOptions.Section}:{nameof(TelemetryOptions.Prometheus)}";

    public static void AddTelemetry(this FunctionsApplicationBuilder builder)
    {
        // Nobody pays for a trace here, and whoever wants one asks for it.
        builder.Services.Configure<TelemetryOptions>(telemetry => (telemetry.SampleRatio, telemetry.TrustCallers) = (0, true));
        builder.Services.AddHostedService<Connections>();

        // Whether it is true or false at all is checked with the other settings.
        if (string.Equals(builder.Configuration[Setting], "false", StringComparison.OrdinalIgnoreCase))
        {
            builder.AddTelemetry(traces: null, metrics: null);
            return;
        }

        builder.Services.AddSingleton<IStartupFilter, MetricsPage>();
        builder.AddTelemetry(traces: null, metrics => metrics.AddPrometheusExporter(static prometheus => prometheus.ScrapeResponseCacheDurationMilliseconds = 0));
    }

    // The web server is the local host's, which knows nothing of metrics.
    private sealed class MetricsPage : IStartupFilter
    {
        public Action<IApplicationBuilder> Configure(Action<IApplicationBuilder> next) => app =>
        {
            app.UseOpenTelemetryPrometheusScrapingEndpoint();
            next(app);
        };
    }

    private sealed class Connections(SignalREndpoint endpoint) : IHostedService
    {
        public Task StartAsync(CancellationToken cancellationToken)
        {
            Telemetry.ObserveConnections(() => endpoint.ConnectionCount);
            return Task.CompletedTask;
        }

        public Task StopAsync(CancellationToken cancellationToken) => Task.CompletedTask;
    }
}

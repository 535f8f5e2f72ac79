using Microsoft.Azure.Functions.Worker.Builder;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Options;
using OpenTelemetry.Logs;
using OpenTelemetry.Metrics;
using OpenTelemetry.Resources;
using OpenTelemetry.Trace;

namespace LiveTally.Operations;

/// <summary>
/// Sends traces, metrics and log lines where the configuration says. Where it names no exporter nothing listens, and nothing is measured.
/// </summary>
internal static class TelemetrySetup
{
    private const string OtlpEndpoint = "OTEL_EXPORTER_OTLP_ENDPOINT";

    // Of .NET itself, and of ASP.NET Core.
    private static readonly string[] Meters = [Telemetry.Name, "System.Runtime", "Microsoft.AspNetCore.Hosting", "Microsoft.AspNetCore.Server.Kestrel"];

    /// <summary>Adds OTLP, by <c>OTEL_EXPORTER_OTLP_ENDPOINT</c> and its like, and what the target has besides.</summary>
    /// <param name="builder">The application's builder.</param>
    /// <param name="traces">Adds the target's exporter of traces; null when it has none.</param>
    /// <param name="metrics">Adds the target's exporter of metrics; null when it has none.</param>
    /// <param name="logs">Adds the target's exporter of log lines; null when the host sends or writes them.</param>
    public static void AddTelemetry(
        this FunctionsApplicationBuilder builder,
        Action<TracerProviderBuilder>? traces,
        Action<MeterProviderBuilder>? metrics,
        Action<OpenTelemetryLoggerOptions>? logs = null)
    {
        builder.Services.AddSettings<TelemetryOptions>(TelemetryOptions.Section);
        if (builder.Configuration[OtlpEndpoint] is { Length: > 0 })
        {
            traces += static tracing => tracing.AddOtlpExporter();
            metrics += static metering => metering.AddOtlpExporter();
            if (logs is not null)
                logs += static lines => lines.AddOtlpExporter();
        }

        if (traces is null && metrics is null)
            return;

        // OTEL_SERVICE_NAME and OTEL_RESOURCE_ATTRIBUTES come last, and so win.
        var telemetry = builder.Services.AddOpenTelemetry()
            .ConfigureResource(resource => resource.AddService("livetally").AddEnvironmentVariableDetector());
        if (metrics is not null)
            telemetry.WithMetrics(metering => metrics(metering.AddMeter(Meters)));
        if (traces is not null)
            telemetry.WithTracing(tracing => AddTraces(tracing, traces));
        if (logs is not null)
            builder.Logging.AddLogs(logs);
    }

    private static void AddTraces(TracerProviderBuilder tracing, Action<TracerProviderBuilder> exporters)
    {
        exporters(tracing
            .AddSource(Telemetry.Name, "Microsoft.Azure.Functions.Worker")
            .AddAspNetCoreInstrumentation(requests => requests.Filter = static http => http.Request.Path.StartsWithSegments("/api")));

        // After the exporters: Azure Monitor's brings a sampler of its own, and the last one is taken.
        tracing.SetSampler(static provider => SamplerOf(provider.GetRequiredService<IOptions<TelemetryOptions>>().Value));
    }

    // By the trace's id, so that every instance decides alike, also on what it finds in the log, and on a child as on its parent.
    internal static ParentBasedSampler SamplerOf(TelemetryOptions options)
    {
        Sampler ratio = new TraceIdRatioBasedSampler(options.SampleRatio);
        var believed = options.TrustCallers ? new AlwaysOnSampler() : ratio;

        // A local parent is no better: the worker passes on what the Functions host sends, a caller too, without saying that it is remote.
        return new ParentBasedSampler(ratio, remoteParentSampled: believed, localParentSampled: believed);
    }

    /// <summary>
    /// Sends log lines: warnings of anybody, and what the application says of itself. Formatted, since that is what an operator searches for.
    /// </summary>
    internal static ILoggingBuilder AddLogs(this ILoggingBuilder logging, Action<OpenTelemetryLoggerOptions> exporters) => logging
        .AddOpenTelemetry(logs =>
        {
            logs.IncludeFormattedMessage = true;
            exporters(logs);
        })
        .AddFilter<OpenTelemetryLoggerProvider>(category: null, LogLevel.Warning)
        .AddFilter<OpenTelemetryLoggerProvider>(nameof(LiveTally), LogLevel.Information);
}

using Azure.Core;
using Azure.Identity;
using Azure.Monitor.OpenTelemetry.Exporter;
using LiveTally.Operations;
using Microsoft.Azure.Functions.Worker;
using Microsoft.Azure.Functions.Worker.Builder;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;
using OpenTelemetry.Logs;

namespace LiveTally.Targets;

/// <summary>
/// Azure Monitor, where <c>APPLICATIONINSIGHTS_CONNECTION_STRING</c> names a resource of it. <c>APPLICATIONINSIGHTS_AUTHENTICATION_STRING</c> is
/// <c>Authorization=AAD</c>, with <c>;ClientId=…</c> for a user-assigned identity; without it the connection string's key is enough.
/// </summary>
internal static class AzureTelemetry
{
    public static void AddTelemetry(this FunctionsApplicationBuilder builder)
    {
        if (builder.Configuration["APPLICATIONINSIGHTS_CONNECTION_STRING"] is not { Length: > 0 } connectionString)
        {
            builder.AddTelemetry(traces: null, metrics: null);
            return;
        }

        var credential = Credential(builder.Configuration);
        void Configure(AzureMonitorExporterOptions options)
        {
            (options.ConnectionString, options.Credential) = (connectionString, credential);

            // Else a warning is lost whenever its trace is not sampled.
            options.EnableTraceBasedLogsSampler = false;
        }

        builder.AddTelemetry(
            traces => traces.AddAzureMonitorTraceExporter(Configure),
            metrics => metrics.AddAzureMonitorMetricExporter(Configure),
            logs => logs.AddAzureMonitorLogExporter(Configure));

        // The host drops lines that are written outside an invocation, so the worker sends all of its own; and the host none of them a second time.
        builder.Services.Configure<WorkerOptions>(static worker => worker.Capabilities["WorkerOpenTelemetryEnabled"] = bool.TrueString);
    }

    private static DefaultAzureCredential? Credential(IConfiguration configuration)
    {
        var parts = (configuration["APPLICATIONINSIGHTS_AUTHENTICATION_STRING"] ?? "").Split(';', StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries);
        return parts.Contains("Authorization=AAD", StringComparer.OrdinalIgnoreCase)
            ? AzureIdentity.Credential(ValueOf(parts, "ClientId="))
            : null;
    }

    private static string? ValueOf(string[] parts, string name) =>
        Array.Find(parts, part => part.StartsWith(name, StringComparison.OrdinalIgnoreCase))?[name.Length..];
}

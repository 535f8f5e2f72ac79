using Azure.Core;
using Azure.Identity;
using Azure.Monitor.OpenTelemetry.Exporter;
using LiveTally.Operations;
using Microsoft.Azure.Functions.Worker.Builder;
using Microsoft.Extensions.Configuration;

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
        void Configure(AzureMonitorExporterOptions options) => (options.ConnectionString, options.Credential) = (connectionString, credential);
        builder.AddTelemetry(
            traces => traces.AddAzureMonitorTraceExporter(Configure),
            metrics => metrics.AddAzureMonitorMetricExporter(Configure));
    }

    private static DefaultAzureCredential? Credential(IConfiguration configuration)
    {
        var parts = (configuration["APPLICATIONINSIGHTS_AUTHENTICATION_STRING"] ?? "").Split(';', StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries);
        return parts.Contains("Authorization=AAD", StringComparer.OrdinalIgnoreCase)
            ? new DefaultAzureCredential(new DefaultAzureCredentialOptions { ManagedIdentityClientId = ValueOf(parts, "ClientId=") })
            : null;
    }

    private static string? ValueOf(string[] parts, string name) =>
        Array.Find(parts, part => part.StartsWith(name, StringComparison.OrdinalIgnoreCase))?[name.Length..];
}

using Azure.Messaging.EventHubs;
using Azure.Messaging.EventHubs.Producer;
using LiveTally.Operations;
using LiveTally.Votes;
using Microsoft.Azure.Functions.Worker.Builder;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;

namespace LiveTally.Targets;

/// <summary>What the application needs of Azure beyond its triggers and bindings. The settings are those that the triggers read.</summary>
public static class Target
{
    /// <summary>The target's name, as <c>GET /settings</c> gives it.</summary>
    public const string Name = "azure";

    public static void AddTarget(this FunctionsApplicationBuilder builder)
    {
        builder.Services.AddSingleton(provider => CreateProducer(provider.GetRequiredService<IConfiguration>()));
        builder.Services.AddVoteLog<EventHubVoteLog>();
        builder.Services.AddSingleton<IVoteLogEnds, EventHubVoteLogEnds>();
        builder.AddTelemetry();
        builder.Services.AddDeadLetterBlobs(builder.Configuration);

        // Core Tools say so, on a developer's machine. In Azure no setting makes anybody an admin.
        if (builder.Configuration["AZURE_FUNCTIONS_ENVIRONMENT"] == "Development")
            builder.Services.Configure<AdminOptions>(admin => admin.Key = builder.Configuration["LIVETALLY_ADMIN_KEY"]);
    }

    private static EventHubProducerClient CreateProducer(IConfiguration configuration)
    {
        // Tried again by GuardedVoteLog alone, which counts every failure and keeps to MaxAppendTime.
        var options = new EventHubProducerClientOptions { RetryOptions = new EventHubsRetryOptions { MaximumRetries = 0, TryTimeout = TimeSpan.FromSeconds(5) } };
        return configuration["EventHubs"] is { Length: > 0 } connectionString
            ? new EventHubProducerClient(connectionString, IVoteLog.HubName, options)
            : new EventHubProducerClient(Required(configuration, "EventHubs:fullyQualifiedNamespace"), IVoteLog.HubName, AzureIdentity.Credential(configuration["EventHubs:clientId"]), options);
    }

    private static string Required(IConfiguration configuration, string key) =>
        configuration[key] ?? throw new InvalidOperationException($"The setting {key.Replace(":", "__", StringComparison.Ordinal)} is missing.");
}

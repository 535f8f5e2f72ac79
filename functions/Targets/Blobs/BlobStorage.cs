using Azure.Core;
using Azure.Storage.Blobs;
using LiveTally.DeadLetters;
using LiveTally.Operations;
using LiveTally.Tally;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Options;

namespace LiveTally.Targets;

/// <summary>
/// The storage account of the function app, by the settings that the Functions host reads: <c>AzureWebJobsStorage</c> is a connection string
/// (Azurite's, for example); else <c>AzureWebJobsStorage__blobServiceUri</c> names an account that an identity opens, the one of
/// <c>AzureWebJobsStorage__clientId</c> if given.
/// </summary>
internal static class BlobStorage
{
    private const string Connection = "AzureWebJobsStorage";
    private const string UriKey = Connection + ":blobServiceUri";

    public static bool IsSet(IConfiguration configuration) =>
        configuration[Connection] is { Length: > 0 } || configuration[UriKey] is { Length: > 0 };

    /// <summary>Keeps dead letters there, and lets the health check ask for it.</summary>
    /// <exception cref="OptionsValidationException">The settings are missing or wrong.</exception>
    public static void AddDeadLetterBlobs(this IServiceCollection services, IConfiguration configuration)
    {
        services.AddSingleton(new DeadLetterBlobs(Create(configuration)));
        services.AddSingleton<IDeadLetterStore>(provider => provider.GetRequiredService<DeadLetterBlobs>());
        services.AddSingleton<IDeadLetters>(provider => provider.GetRequiredService<DeadLetterBlobs>());
        services.AddSingleton(provider => new Dependency("deadLetters", provider.GetRequiredService<DeadLetterBlobs>().CheckAsync));
    }

    private static BlobServiceClient Create(IConfiguration configuration)
    {
        // Nothing newer is needed, and Azurite 3.37 refuses what is newer.
        var options = new BlobClientOptions(BlobClientOptions.ServiceVersion.V2026_06_06)
        {
            Retry = { Mode = RetryMode.Exponential, MaxRetries = 2, Delay = TimeSpan.FromMilliseconds(200), NetworkTimeout = TimeSpan.FromSeconds(10) },
        };
        if (configuration[Connection] is { Length: > 0 } connectionString)
            return OfConnectionString(connectionString, options);
        if (configuration[UriKey] is not { Length: > 0 } address)
            throw Wrong(Connection + "__blobServiceUri is missing.");
        if (!Uri.TryCreate(address, UriKind.Absolute, out var uri))
            throw Wrong($"{Connection}__blobServiceUri: '{address}' is no address.");

        return new BlobServiceClient(uri, AzureIdentity.Credential(configuration[Connection + ":clientId"]), options);
    }

    private static BlobServiceClient OfConnectionString(string connectionString, BlobClientOptions options)
    {
        try
        {
            return new BlobServiceClient(connectionString, options);
        }
        catch (Exception e) when (e is FormatException or ArgumentException or InvalidOperationException)
        {
            // Not the string itself: there is a key in it.
            throw Wrong($"{Connection} is no connection string of a storage account.");
        }
    }

    private static OptionsValidationException Wrong(string failure) => new(Connection, typeof(BlobClientOptions), [failure]);
}

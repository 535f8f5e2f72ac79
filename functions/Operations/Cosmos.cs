using Microsoft.Azure.Cosmos;
using Microsoft.Extensions.Configuration;

namespace LiveTally.Operations;

/// <summary>Makes the Cosmos DB client that the settings ask for.</summary>
internal static class Cosmos
{
    /// <summary>
    /// <c>Cosmos</c> is a connection string (emulator, local endpoint); else <c>Cosmos__accountEndpoint</c> names an account that a managed
    /// identity opens, the one of <c>Cosmos__clientId</c> if given. The triggers read the same settings.
    /// </summary>
    /// <exception cref="InvalidOperationException">Neither is set.</exception>
    public static CosmosClient Create(IConfiguration configuration)
    {
        if (configuration[TallyDatabase.Connection] is { Length: > 0 } connectionString)
            return new CosmosClient(connectionString, Options(connectionString));

        var section = configuration.GetSection(TallyDatabase.Connection);
        var endpoint = section["accountEndpoint"]
            ?? throw new InvalidOperationException("Set Cosmos__accountEndpoint to the Cosmos DB account's address, or Cosmos to a connection string.");
        return new CosmosClient(endpoint, AzureIdentity.Credential(section["clientId"]), Options(endpoint));
    }

    // Emulators have no direct mode worth using, and report addresses that may not be reachable.
    private static CosmosClientOptions Options(string account)
    {
        var local = account.Contains("://127.0.0.1", StringComparison.Ordinal)
            || account.Contains("://localhost", StringComparison.OrdinalIgnoreCase);
        return new CosmosClientOptions
        {
            ApplicationName = "LiveTally",
            ConnectionMode = local ? ConnectionMode.Gateway : ConnectionMode.Direct,
            LimitToEndpoint = local,
            EnableContentResponseOnWrite = false,
            CustomHandlers = { new RequestCharges() },
            UseSystemTextJsonSerializerWithOptions = AppJson.Default.Options,
        };
    }
}

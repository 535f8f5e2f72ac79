using System.Data.Common;
using Azure.Identity;
using LiveTally.Local.Functions.Hosting;
using Microsoft.Azure.Cosmos;
using Microsoft.Extensions.Configuration;

namespace LiveTally.Local.Functions.CosmosDb;

/// <summary>Clients for the accounts that triggers name, one per connection, kept until the host ends.</summary>
internal sealed class CosmosConnections(IConfiguration configuration, StandIns standIns) : IDisposable
{
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(30);

    private readonly Dictionary<string, CosmosClient> clients = [];
    private readonly Lock gate = new();

    /// <summary>Whether the connection says where an account is.</summary>
    public static bool IsSet(IConfiguration configuration, string connection) =>
        !string.IsNullOrEmpty(configuration[connection]) || !string.IsNullOrEmpty(configuration[$"{connection}:accountEndpoint"]);

    /// <summary>Whether the connection leads to the endpoint in this process.</summary>
    public bool IsLocal(string connection) => configuration[connection] is { } text && text == standIns.CosmosConnectionString;

    /// <summary>Asks every account outside this process that the functions or the application need.</summary>
    /// <exception cref="StartupException">A setting names none, or the account does not answer, or does not let this process in.</exception>
    public async Task CheckAsync(IEnumerable<FunctionDescriptor> functions, CancellationToken cancellationToken)
    {
        var named = functions.Select(function => function.Trigger).OfType<CosmosDbTriggerBinding>()
            .SelectMany(trigger => new[] { trigger.Connection, trigger.LeaseConnection });
        foreach (var connection in named.Append(StandIns.CosmosConnection).Distinct())
        {
            if (!IsLocal(connection))
                await CheckAsync(connection, cancellationToken);
        }
    }

    /// <exception cref="StartupException">The setting does not say where the account is.</exception>
    public CosmosClient Get(string connection)
    {
        lock (gate)
        {
            if (!clients.TryGetValue(connection, out var client))
                clients[connection] = client = Create(connection);
            return client;
        }
    }

    public void Dispose()
    {
        foreach (var client in clients.Values)
            client.Dispose();
    }

    private async Task CheckAsync(string connection, CancellationToken cancellationToken)
    {
        var client = Get(connection);
        try
        {
            await client.ReadAccountAsync().WaitAsync(Patience, cancellationToken);
        }
        catch (Exception e) when (e is CosmosException or HttpRequestException or AuthenticationFailedException or TimeoutException)
        {
            throw StartupException.OfSetting(connection, $"the account at {client.Endpoint} cannot be used: {FirstLine(e.Message)}", e);
        }
    }

    // The SDK's messages go on for pages.
    private static string FirstLine(string message) => message.Split('\n', 2)[0].TrimEnd();

    private CosmosClient Create(string connection)
    {
        if (configuration[connection] is { Length: > 0 } connectionString)
            return CreateByConnectionString(connection, connectionString);
        if (configuration[$"{connection}:accountEndpoint"] is { Length: > 0 } endpoint)
            return new CosmosClient(endpoint, new DefaultAzureCredential(), Options(connection, Address($"{connection}__accountEndpoint", endpoint)));
        throw StartupException.OfSetting(connection, "a trigger needs it, and it is not set");
    }

    private CosmosClient CreateByConnectionString(string connection, string connectionString)
    {
        var options = Options(connection, EndpointOf(connection, connectionString));
        try
        {
            return new CosmosClient(connectionString, options);
        }
        catch (Exception e) when (e is ArgumentException or FormatException)
        {
            throw StartupException.OfSetting(connection, FirstLine(e.Message), e);
        }
    }

    /// <summary>On this machine, whatever it is, only the gateway can be reached, and only at the address given.</summary>
    private CosmosClientOptions Options(string connection, Uri endpoint)
    {
        var options = new CosmosClientOptions();
        if (endpoint.IsLoopback)
            (options.ConnectionMode, options.LimitToEndpoint) = (ConnectionMode.Gateway, true);
        if (IsLocal(connection))
            options.CustomHandlers.Add(new ChangeFeedWaitHandler());
        return options;
    }

    private static Uri EndpointOf(string connection, string connectionString)
    {
        try
        {
            var parts = new DbConnectionStringBuilder { ConnectionString = connectionString };
            return Address(connection, parts.TryGetValue("AccountEndpoint", out var endpoint) ? (string)endpoint : "");
        }
        catch (ArgumentException e)
        {
            throw StartupException.OfSetting(connection, "is not a connection string", e);
        }
    }

    private static Uri Address(string connection, string endpoint) =>
        Uri.TryCreate(endpoint, UriKind.Absolute, out var address) && address.Scheme.StartsWith("http", StringComparison.Ordinal)
            ? address
            : throw StartupException.OfSetting(connection, "does not name the address of an account");
}

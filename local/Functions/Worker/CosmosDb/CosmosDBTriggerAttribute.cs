using Microsoft.Azure.Functions.Worker.Extensions.Abstractions;

namespace Microsoft.Azure.Functions.Worker;

/// <summary>Starts the function with the changes of a container.</summary>
public sealed class CosmosDBTriggerAttribute : TriggerBindingAttribute
{
    /// <exception cref="ArgumentException">A name is empty.</exception>
    public CosmosDBTriggerAttribute(string databaseName, string containerName)
    {
        ArgumentException.ThrowIfNullOrWhiteSpace(databaseName);
        ArgumentException.ThrowIfNullOrWhiteSpace(containerName);
        DatabaseName = databaseName;
        ContainerName = containerName;
    }

    public string DatabaseName { get; }

    public string ContainerName { get; }

    /// <summary>Name of the setting or section that says where the account is.</summary>
    public string? Connection { get; set; }

    /// <summary>Null: as <see cref="Connection"/>.</summary>
    public string? LeaseConnection { get; set; }

    /// <summary>Null: as <see cref="DatabaseName"/>.</summary>
    public string? LeaseDatabaseName { get; set; }

    /// <summary>Null: <c>leases</c>.</summary>
    public string? LeaseContainerName { get; set; }

    /// <summary>Tells apart the leases of functions that share a lease container.</summary>
    public string? LeaseContainerPrefix { get; set; }

    public bool CreateLeaseContainerIfNotExists { get; set; }

    /// <summary>Request units per second of a lease container that is created; 0: the account's default.</summary>
    public int LeasesContainerThroughput { get; set; }

    /// <summary>Milliseconds between polls of a feed without changes; 0: 5,000.</summary>
    public int FeedPollDelay { get; set; }

    /// <summary>Milliseconds; 0: 17,000.</summary>
    public int LeaseRenewInterval { get; set; }

    /// <summary>Milliseconds; 0: 13,000.</summary>
    public int LeaseAcquireInterval { get; set; }

    /// <summary>Milliseconds; 0: 60,000.</summary>
    public int LeaseExpirationInterval { get; set; }

    /// <summary>Most changes of one invocation; 0: as many as the service sends at once.</summary>
    public int MaxItemsPerInvocation { get; set; }

    /// <summary>Whether a feed without a lease starts at its beginning, not at its end.</summary>
    public bool StartFromBeginning { get; set; }

    /// <summary>When a feed without a lease starts, ISO 8601.</summary>
    public string? StartFromTime { get; set; }

    /// <summary>Regions in order of preference, separated by commas.</summary>
    public string? PreferredLocations { get; set; }

    /// <summary>The local host supports only <see cref="CosmosDBChangeFeedMode.LatestVersion"/>.</summary>
    public CosmosDBChangeFeedMode ChangeFeedMode { get; set; }
}

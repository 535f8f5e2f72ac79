using System.Collections.ObjectModel;
using Microsoft.Azure.Cosmos;

namespace LiveTally.Operations;

/// <summary>The database's containers, their names and keys. infra/ creates the same ones in Azure.</summary>
public sealed class TallyDatabase(CosmosClient client)
{
    /// <summary>Name of the database.</summary>
    public const string Name = "livetally";

    public const string PollsContainer = "polls";
    public const string CodesContainer = "codes";
    public const string BoxesContainer = "boxes";
    public const string ResultsContainer = "results";
    public const string LeasesContainer = "leases";

    /// <summary>Name of the setting that holds the account: <c>Cosmos</c>, or <c>Cosmos__accountEndpoint</c> with an identity.</summary>
    public const string Connection = "Cosmos";

    /// <summary>Poll definitions and states; partition key <c>/id</c>.</summary>
    public Container Polls { get; } = client.GetContainer(Name, PollsContainer);

    /// <summary>Voting codes: lots, hashes and redemptions; partition key <c>/pollId</c>, <c>/lot</c>.</summary>
    public Container Codes { get; } = client.GetContainer(Name, CodesContainer);

    /// <summary>Ballot boxes: heads and pages; partition key <c>/pollId</c>, <c>/box</c>.</summary>
    public Container Boxes { get; } = client.GetContainer(Name, BoxesContainer);

    /// <summary>Merged tallies; partition key <c>/pollId</c>.</summary>
    public Container Results { get; } = client.GetContainer(Name, ResultsContainer);

    /// <summary>The logical partition of one box.</summary>
    public static PartitionKey BoxKey(string pollId, int box) => new PartitionKeyBuilder().Add(pollId).Add(box).Build();

    /// <summary>The logical partition of one lot of codes.</summary>
    public static PartitionKey LotKey(string pollId, string lot) => new PartitionKeyBuilder().Add(pollId).Add(lot).Build();

    /// <summary>Creates what is missing. For the local target and emulators: in Azure the application may not, and need not.</summary>
    public async Task CreateIfMissingAsync(CancellationToken cancellationToken)
    {
        Microsoft.Azure.Cosmos.Database database = await client.CreateDatabaseIfNotExistsAsync(Name, cancellationToken: cancellationToken);
        foreach (var (name, keys) in Schema)
        {
            // -1: nothing expires but what says so itself, which tombstones do.
            var properties = new ContainerProperties { Id = name, PartitionKeyPaths = keys, DefaultTimeToLive = name == LeasesContainer ? null : -1 };
            var there = await database.CreateContainerIfNotExistsAsync(properties, cancellationToken: cancellationToken);
            if (there.Resource.DefaultTimeToLive != properties.DefaultTimeToLive)
            {
                there.Resource.DefaultTimeToLive = properties.DefaultTimeToLive;
                await there.Container.ReplaceContainerAsync(there.Resource, cancellationToken: cancellationToken);
            }
        }
    }

    private static readonly ReadOnlyCollection<(string Name, string[] Keys)> Schema = new(
    [
        (PollsContainer, ["/id"]),
        (CodesContainer, ["/pollId", "/lot"]),
        (BoxesContainer, ["/pollId", "/box"]),
        (ResultsContainer, ["/pollId"]),
        (LeasesContainer, ["/id"]),
    ]);
}

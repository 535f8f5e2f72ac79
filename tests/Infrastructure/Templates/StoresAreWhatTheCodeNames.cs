using LiveTally.Local.CosmosDb;
using LiveTally.Operations;
using LiveTally.Tests.Infrastructure.AzureTarget;
using Microsoft.Azure.Cosmos;
using Microsoft.Azure.Functions.Worker;
using Microsoft.Extensions.Logging.Abstractions;

namespace LiveTally.Tests.Infrastructure.Templates;

public sealed class StoresAreWhatTheCodeNames(Deployments deployments)
{
    [Fact]
    public async Task Containers_have_the_names_keys_and_expiry_that_the_application_gives_them_locally()
    {
        var made = deployments.Small.Of("Microsoft.DocumentDB/databaseAccounts/sqlDatabases/containers").Select(container => container["properties"]!["resource"]!)
            .Select(resource => (
                Name: (string)resource["id"]!,
                Keys: string.Join(',', resource["partitionKey"]!["paths"]!.AsArray().Select(path => (string)path!)),
                Expiry: (int?)resource["defaultTtl"]));

        Assert.Equal((await MadeLocallyAsync()).Order(), made.Order());
    }

    [Fact]
    public void Every_container_of_provisioned_throughput_has_its_own()
    {
        var containers = deployments.Everything.Of("Microsoft.DocumentDB/databaseAccounts/sqlDatabases/containers").ToArray();

        Assert.NotEmpty(containers);
        Assert.All(containers, container => Assert.InRange((int)container["properties"]!["options"]!["autoscaleSettings"]!["maxThroughput"]!, 1_000, 1_000_000));
    }

    [Fact]
    public void Every_consumer_group_that_a_function_reads_with_is_there_and_no_other()
    {
        var read = Application.Bindings.OfType<EventHubTriggerAttribute>().Select(trigger => $"{trigger.EventHubName}/{trigger.ConsumerGroup}");
        var made = deployments.Small.Of("Microsoft.EventHub/namespaces/eventhubs/consumergroups").Select(group => ((string)group["name"]!).Split('/', 2)[1]);

        Assert.Equal(read.Order(), made.Order());
    }

    private static async Task<List<(string Name, string Keys, int? Expiry)>> MadeLocallyAsync()
    {
        var folder = Directory.CreateTempSubdirectory("livetally-containers-");
        try
        {
            await using var server = await CosmosDbServer.StartAsync(
                new CosmosDbServerOptions { DataDirectory = folder.FullName }, NullLoggerFactory.Instance, TimeProvider.System, CancellationToken.None);
            using var client = new CosmosClient(server.ConnectionString, new CosmosClientOptions { ConnectionMode = ConnectionMode.Gateway, LimitToEndpoint = true });
            await new TallyDatabase(client).CreateIfMissingAsync(CancellationToken.None);

            var containers = new List<(string, string, int?)>();
            using var feed = client.GetDatabase(TallyDatabase.Name).GetContainerQueryIterator<ContainerProperties>();
            while (feed.HasMoreResults)
                containers.AddRange((await feed.ReadNextAsync()).Select(found => (found.Id, string.Join(',', found.PartitionKeyPaths), found.DefaultTimeToLive)));
            return containers;
        }
        finally
        {
            folder.Delete(recursive: true);
        }
    }
}

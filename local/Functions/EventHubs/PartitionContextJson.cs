using System.Globalization;
using System.Text.Json;

namespace LiveTally.Local.Functions.EventHubs;

/// <summary>What a function gets for <c>partitionContext</c>.</summary>
internal sealed record PartitionContextJson(string FullyQualifiedNamespace, string EventHubName, string ConsumerGroup, string PartitionId)
{
    public static JsonElement Of(EventHubTriggerBinding trigger, int partition)
    {
        var id = partition.ToString(CultureInfo.InvariantCulture);
        var context = new PartitionContextJson("127.0.0.1", trigger.EventHubName, trigger.ConsumerGroup, id);
        return JsonSerializer.SerializeToElement(context, EventHubJson.Default.PartitionContextJson);
    }
}

using System.Globalization;
using System.Text.Json;
using System.Text.Json.Serialization;

namespace LiveTally.Local.Functions.EventHubs;

internal static class EventHubBindingData
{
    /// <summary>The metadata as the worker gets it: JSON text. 64-bit numbers are quoted in it, as the host's protocol does.</summary>
    public static IReadOnlyDictionary<string, object?> Of(EventHubInvocation invocation) =>
        new Dictionary<string, object?>(StringComparer.OrdinalIgnoreCase)
        {
            ["PartitionContext"] = invocation.PartitionContext().GetRawText(),
            ["SequenceNumberArray"] = Json(Array.ConvertAll(invocation.SequenceNumbers(), n => n.ToString(CultureInfo.InvariantCulture))),
            ["OffsetArray"] = Json(invocation.Offsets()),
            ["PartitionKeyArray"] = Json(invocation.PartitionKeys()),
            ["PropertiesArray"] = JsonSerializer.Serialize(invocation.Properties(), EventHubJson.Default.JsonElementArray),
            ["EnqueuedTimeUtcArray"] = JsonSerializer.Serialize(invocation.EnqueuedTimes(), EventHubJson.Default.DateTimeArray),
        };

    private static string Json(string[] values) => JsonSerializer.Serialize(values, EventHubJson.Default.StringArray);
}

[JsonSerializable(typeof(string[]))]
[JsonSerializable(typeof(DateTime[]))]
[JsonSerializable(typeof(JsonElement[]))]
[JsonSerializable(typeof(IReadOnlyDictionary<string, string>))]
[JsonSerializable(typeof(PartitionContextJson))]
internal sealed partial class EventHubJson : JsonSerializerContext;

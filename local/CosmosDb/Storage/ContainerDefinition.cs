using System.Text.Json;
using LiveTally.Local.CosmosDb.Http;
using LiveTally.Local.CosmosDb.Partitioning;

namespace LiveTally.Local.CosmosDb.Storage;

/// <summary>What a client has said of a container, as it was last created or replaced.</summary>
internal sealed class ContainerDefinition
{
    /// <param name="json">As the client sent it.</param>
    /// <param name="timestamp">When it did, in Unix seconds.</param>
    /// <exception cref="CosmosException">400: the definition is not valid.</exception>
    public ContainerDefinition(byte[] json, long timestamp)
    {
        (Json, Timestamp) = (json, timestamp);
        using var parsed = JsonDocument.Parse(json);
        PartitionKey = PartitionKeyDefinition.Parse(parsed.RootElement);
        DefaultTimeToLive = parsed.RootElement.TryGetProperty("defaultTtl", out var ttl) ? Seconds(ttl) : null;
    }

    public byte[] Json { get; }

    public long Timestamp { get; }

    public PartitionKeyDefinition PartitionKey { get; }

    /// <summary>Seconds; -1: only items with a ttl of their own expire; null: nothing expires.</summary>
    public int? DefaultTimeToLive { get; }

    /// <summary>When a document written at a time expires, in Unix seconds, if it does.</summary>
    /// <param name="ttl">The document's own ttl in seconds, if it has one.</param>
    public long? Expiry(long written, int? ttl) => (DefaultTimeToLive, ttl ?? DefaultTimeToLive) switch
    {
        (null, _) or (_, -1) => null,
        (_, var seconds) => written + seconds,
    };

    private static int? Seconds(JsonElement ttl) => ttl.ValueKind switch
    {
        JsonValueKind.Null => null,
        JsonValueKind.Number when ttl.TryGetInt32(out var seconds) && seconds is -1 or > 0 => seconds,
        _ => throw CosmosException.BadRequest("The defaultTtl is invalid: it is -1 or a positive number of seconds."),
    };
}

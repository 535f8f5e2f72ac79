using System.Collections.Concurrent;

namespace LiveTally.Local.CosmosDb.Storage;

/// <summary>A database as the running server knows it.</summary>
internal sealed record DatabaseInfo(long Number, string Id, long Timestamp)
{
    public string ResourceId { get; } = Storage.ResourceId.Database(Number);

    public ConcurrentDictionary<string, ContainerInfo> Containers { get; } = new(StringComparer.Ordinal);
}

using System.Text;
using System.Text.Json;
using LiveTally.Local.CosmosDb.Storage;

namespace LiveTally.Local.CosmosDb.Http;

/// <summary>Partition key ranges. Each container has one, with the id 0, for as long as it is there.</summary>
internal static class PartitionKeyRangeHandler
{
    /// <summary>The ranges never change, so whoever has an ETag of them has them all.</summary>
    public static CosmosResponse Read(CosmosRequest request, ContainerInfo container)
    {
        var etag = ETag.Document(container.Number, 0);
        if (request.IfNoneMatch == etag)
        {
            return new CosmosResponse(304) { ETag = etag, ItemCount = 0, Container = container };
        }

        Span<byte> rangeRid = stackalloc byte[ResourceId.DocumentLength];
        ResourceId.WritePartitionKeyRange(rangeRid, container.Database.Number, container.Number);
        var id = Encoding.ASCII.GetString(rangeRid);
        var range = new PartitionKeyRangeBody(
            id, $"{container.SelfLink}pkranges/{id}/", etag, "0", MinInclusive: "", MaxExclusive: "FF", RidPrefix: 0, ThroughputFraction: 1,
            "online", Parents: [], container.Definition.Timestamp);
        return new CosmosResponse(200)
        {
            Body = JsonSerializer.SerializeToUtf8Bytes(
                new PartitionKeyRangesBody(container.ResourceId, 1, [range]), WireJson.Default.PartitionKeyRangesBody),
            ETag = etag,
            ItemCount = 1,
            Container = container,
        };
    }
}

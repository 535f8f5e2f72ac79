using System.Buffers;
using System.Text;
using System.Text.Json;
using LiveTally.Local.CosmosDb.Partitioning;
using LiveTally.Local.CosmosDb.Storage;

namespace LiveTally.Local.CosmosDb.Http;

/// <summary>Databases, containers and partition key ranges. Each container has one range, with the id 0.</summary>
internal sealed class ResourceHandler(Store store)
{
    private const int MaxNameLength = 255;

    public async Task<CosmosResponse> CreateDatabaseAsync(CosmosRequest request)
    {
        using var json = Parse(await request.ReadBodyAsync());
        return Describe(201, await store.Catalog.CreateDatabaseAsync(Name(json)));
    }

    public CosmosResponse ReadDatabase(string database) => Describe(200, store.Catalog.Database(database));

    public async Task<CosmosResponse> DeleteDatabaseAsync(string database)
    {
        await store.Catalog.DeleteDatabaseAsync(store.Catalog.Database(database));
        return new CosmosResponse(204);
    }

    public async Task<CosmosResponse> CreateContainerAsync(CosmosRequest request, string database)
    {
        var definition = await request.ReadBodyAsync();
        using var json = Parse(definition);
        return Describe(201, await store.Catalog.CreateContainerAsync(store.Catalog.Database(database), Name(json), definition));
    }

    public CosmosResponse ReadContainer(string database, string container) => Describe(200, store.Catalog.Container(database, container));

    public async Task<CosmosResponse> DeleteContainerAsync(string database, string container)
    {
        await store.Catalog.DeleteContainerAsync(store.Catalog.Container(database, container));
        return new CosmosResponse(204);
    }

    /// <summary>The ranges never change, so whoever has an ETag of them has them all.</summary>
    public CosmosResponse ReadPartitionKeyRanges(CosmosRequest request, string rid)
    {
        var container = store.Catalog.ContainerByResourceId(rid);
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
            "online", Parents: [], container.Timestamp);
        return new CosmosResponse(200)
        {
            Body = JsonSerializer.SerializeToUtf8Bytes(
                new PartitionKeyRangesBody(container.ResourceId, 1, [range]), WireJson.Default.PartitionKeyRangesBody),
            ETag = etag,
            ItemCount = 1,
            Container = container,
        };
    }

    private static CosmosResponse Describe(int status, DatabaseInfo database)
    {
        var etag = ETag.Document(0, database.Number);
        var body = new DatabaseBody(
            database.Id, database.ResourceId, $"dbs/{database.ResourceId}/", etag, "colls/", "users/", database.Timestamp);
        return new CosmosResponse(status) { Body = JsonSerializer.SerializeToUtf8Bytes(body, WireJson.Default.DatabaseBody), ETag = etag };
    }

    /// <summary>The definition as it was sent, with the system properties after it.</summary>
    private static CosmosResponse Describe(int status, ContainerInfo container)
    {
        var etag = ETag.Document(container.Number, 0);
        var output = new ArrayBufferWriter<byte>(container.Definition.Length + 512);
        using (var writer = new Utf8JsonWriter(output))
        using (var definition = JsonDocument.Parse(container.Definition))
        {
            writer.WriteStartObject();
            foreach (var property in definition.RootElement.EnumerateObject().Where(property => !property.Name.StartsWith('_')))
            {
                if (property.NameEquals("partitionKey"u8))
                {
                    writer.WritePropertyName(property.Name);
                    WritePartitionKey(writer, property.Value);
                }
                else
                {
                    property.WriteTo(writer);
                }
            }

            writer.WriteString("_rid", container.ResourceId);
            writer.WriteString("_self", container.SelfLink);
            writer.WriteString("_etag", etag);
            writer.WriteNumber("_ts", container.Timestamp);
            writer.WriteString("_docs", "docs/");
            writer.WriteEndObject();
        }

        return new CosmosResponse(status) { Body = output.WrittenMemory, ETag = etag, Container = container };
    }

    /// <summary>With its version, by which the SDK chooses how to hash.</summary>
    private static void WritePartitionKey(Utf8JsonWriter writer, JsonElement definition)
    {
        writer.WriteStartObject();
        foreach (var property in definition.EnumerateObject().Where(property => !property.NameEquals("version"u8)))
        {
            property.WriteTo(writer);
        }

        writer.WriteNumber("version", PartitionKeyDefinition.DefaultVersion);
        writer.WriteEndObject();
    }

    private static JsonDocument Parse(byte[] body)
    {
        try
        {
            return JsonDocument.Parse(body);
        }
        catch (JsonException e)
        {
            throw CosmosException.BadRequest($"The request is not valid JSON: {e.Message}");
        }
    }

    private static string Name(JsonDocument json) =>
        json.RootElement.ValueKind == JsonValueKind.Object && json.RootElement.TryGetProperty("id", out var id)
        && id.ValueKind == JsonValueKind.String && id.GetString() is { Length: > 0 and <= MaxNameLength } name
        && name.AsSpan().IndexOfAny("/\\?#") < 0
            ? name
            : throw CosmosException.BadRequest($"An id has 1 to {MaxNameLength} characters other than '/', '\\', '?' and '#'.");
}

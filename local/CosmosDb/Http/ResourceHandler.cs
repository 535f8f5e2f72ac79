using System.Buffers;
using System.Text.Json;
using LiveTally.Local.CosmosDb.Storage;

namespace LiveTally.Local.CosmosDb.Http;

/// <summary>Databases and containers. Lists of them come in one page, without a query.</summary>
internal sealed class ResourceHandler(Store store)
{
    private const int MaxNameLength = 255;

    public async Task<CosmosResponse> CreateDatabaseAsync(CosmosRequest request)
    {
        using var json = Parse(await request.ReadBodyAsync());
        return Describe(201, await store.Catalog.CreateDatabaseAsync(Name(json)));
    }

    public CosmosResponse ListDatabases()
    {
        DatabaseBody[] all = [.. store.Catalog.Databases.Select(Body)];
        var body = new DatabasesBody("", all.Length, all);
        return new CosmosResponse(200) { Body = JsonSerializer.SerializeToUtf8Bytes(body, WireJson.Default.DatabasesBody), ItemCount = all.Length };
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

    public CosmosResponse ListContainers(string database)
    {
        var info = store.Catalog.Database(database);
        ContainerInfo[] all = [.. info.Containers.Values.OrderBy(container => container.Number)];
        var output = new ArrayBufferWriter<byte>(4096);
        using (var writer = new Utf8JsonWriter(output))
        {
            writer.WriteStartObject();
            writer.WriteString("_rid", info.ResourceId);
            writer.WriteStartArray("DocumentCollections");
            Array.ForEach(all, container => ContainerBody.Write(writer, container));
            writer.WriteEndArray();
            writer.WriteNumber("_count", all.Length);
            writer.WriteEndObject();
        }

        return new CosmosResponse(200) { Body = output.WrittenMemory, ItemCount = all.Length };
    }

    public CosmosResponse ReadContainer(string database, string container) => Describe(200, store.Catalog.Container(database, container));

    public async Task<CosmosResponse> ReplaceContainerAsync(CosmosRequest request, string database, string container)
    {
        var definition = await request.ReadBodyAsync();
        using var json = Parse(definition);
        return Name(json) == container
            ? Describe(200, await store.Catalog.ReplaceContainerAsync(store.Catalog.Container(database, container), definition, request.IfMatch))
            : throw CosmosException.BadRequest("The id of a container cannot be changed.");
    }

    public async Task<CosmosResponse> DeleteContainerAsync(string database, string container)
    {
        await store.Catalog.DeleteContainerAsync(store.Catalog.Container(database, container));
        return new CosmosResponse(204);
    }

    private static CosmosResponse Describe(int status, DatabaseInfo database) => new(status)
    {
        Body = JsonSerializer.SerializeToUtf8Bytes(Body(database), WireJson.Default.DatabaseBody),
        ETag = Body(database).ETag,
    };

    private static DatabaseBody Body(DatabaseInfo database) => new(
        database.Id, database.ResourceId, $"dbs/{database.ResourceId}/", ETag.Document(0, database.Number), "colls/", "users/", database.Timestamp);

    private static CosmosResponse Describe(int status, ContainerInfo container)
    {
        var output = new ArrayBufferWriter<byte>(container.Definition.Json.Length + 512);
        using (var writer = new Utf8JsonWriter(output))
        {
            ContainerBody.Write(writer, container);
        }

        return new CosmosResponse(status) { Body = output.WrittenMemory, ETag = container.DefinitionETag, Container = container };
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

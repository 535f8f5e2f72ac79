using System.Buffers;
using System.Runtime.InteropServices;
using System.Text.Json;
using LiveTally.Local.CosmosDb.Http;
using LiveTally.Local.CosmosDb.Items;
using LiveTally.Local.CosmosDb.Storage;

namespace LiveTally.Local.CosmosDb.Batches;

/// <summary>Batches as the SDK for JavaScript writes and reads them: a JSON array with an object for each operation or result.</summary>
internal static class JsonBatch
{
    // The array and the operation are around what may be nested as deep as any document.
    private static readonly JsonDocumentOptions Options = new() { MaxDepth = ItemDocument.MaxDepth + 2 };

    public static bool IsJson(ReadOnlySpan<byte> body) => body is [(byte)'[', ..];

    /// <exception cref="CosmosException">400: malformed.</exception>
    public static List<BatchOperationRow> Parse(byte[] body)
    {
        try
        {
            using var json = JsonDocument.Parse(body, Options);
            return [.. json.RootElement.EnumerateArray().Select(Operation)];
        }
        catch (Exception e) when (e is JsonException or InvalidOperationException)
        {
            throw CosmosException.BadRequest($"The batch request is malformed: {e.Message}");
        }
    }

    /// <param name="withBody">Whether the result of the operation with this index is to hold the document.</param>
    public static ReadOnlyMemory<byte> Write(ContainerInfo container, IReadOnlyList<ItemResult> results, Func<int, bool> withBody)
    {
        var output = new ArrayBufferWriter<byte>();
        using var writer = new Utf8JsonWriter(output, new JsonWriterOptions { SkipValidation = true });
        writer.WriteStartArray();
        for (var i = 0; i < results.Count; i++)
        {
            Write(writer, container, results[i], withBody(i));
        }

        writer.WriteEndArray();
        writer.Flush();
        return output.WrittenMemory;
    }

    private static BatchOperationRow Operation(JsonElement operation)
    {
        var name = Text(operation, "operationType");
        if (!Enum.TryParse<OperationType>(name, ignoreCase: false, out var type) || !Enum.IsDefined(type))
        {
            throw CosmosException.BadRequest($"The batch request is malformed: operation type {name} is not supported.");
        }

        return new BatchOperationRow(type)
        {
            PartitionKey = Text(operation, "partitionKey"),
            Id = Text(operation, "id"),
            Body = operation.TryGetProperty("resourceBody", out var body) ? JsonMarshal.GetRawUtf8Value(body).ToArray() : [],
            IfMatch = Text(operation, "ifMatch"),
            IfNoneMatch = Text(operation, "ifNoneMatch"),
        };
    }

    private static string? Text(JsonElement operation, string name) => operation.TryGetProperty(name, out var value) ? value.GetString() : null;

    private static void Write(Utf8JsonWriter writer, ContainerInfo container, ItemResult result, bool withBody)
    {
        writer.WriteStartObject();
        writer.WriteNumber("statusCode", result.Status);
        writer.WriteNumber("requestCharge", result.Charge);
        if (result.Message is { } message)
        {
            writer.WriteString("message", message);
        }

        if (result.Item is { } item)
        {
            writer.WriteString("eTag", ETag.Document(container.Number, item.Lsn));
            if (withBody && result.Succeeded)
            {
                var document = new ArrayBufferWriter<byte>(item.Body.Length + SystemProperties.MaxLength);
                SystemProperties.Write(document, container, item.Number, item.Lsn, item.Timestamp, item.Body);
                writer.WritePropertyName("resourceBody");
                writer.WriteRawValue(document.WrittenSpan, skipInputValidation: true);
            }
        }

        writer.WriteEndObject();
    }
}

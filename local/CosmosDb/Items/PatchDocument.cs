using System.Text.Json;
using System.Text.Json.Nodes;
using LiveTally.Local.CosmosDb.Http;
using LiveTally.Local.CosmosDb.Queries;

namespace LiveTally.Local.CosmosDb.Items;

/// <summary>A partial update: an optional condition, and one to ten changes that are made all or not at all.</summary>
internal sealed class PatchDocument
{
    private const int MaxOperations = 10;

    private readonly Condition? condition;
    private readonly PatchOperation[] operations;

    private PatchDocument(Condition? condition, PatchOperation[] operations) => (this.condition, this.operations) = (condition, operations);

    /// <exception cref="CosmosException">400: malformed, or an operation or condition that is not served.</exception>
    public static PatchDocument Parse(ReadOnlyMemory<byte> body)
    {
        try
        {
            using var json = JsonDocument.Parse(body);
            // An object with the list and perhaps a condition, or the list alone.
            var isList = json.RootElement.ValueKind == JsonValueKind.Array;
            var list = isList ? json.RootElement : json.RootElement.GetProperty("operations");
            var operations = list.EnumerateArray().Select(PatchOperation.Parse).ToArray();
            if (operations.Length is 0 or > MaxOperations)
            {
                throw CosmosException.BadRequest($"A patch has 1 to {MaxOperations} operations, not {operations.Length}.");
            }

            return new PatchDocument(!isList && json.RootElement.TryGetProperty("condition", out var text) ? QueryParser.ParseCondition(text.GetString()!) : null, operations);
        }
        catch (Exception e) when (e is JsonException or KeyNotFoundException or InvalidOperationException)
        {
            throw CosmosException.BadRequest($"The patch is malformed: {e.Message}");
        }
    }

    public bool ConditionHolds(byte[] document)
    {
        if (condition is null)
        {
            return true;
        }

        using var json = JsonDocument.Parse(document, ItemDocument.DocumentOptions);
        return condition(json.RootElement) == true;
    }

    /// <exception cref="CosmosException">400: a path leads nowhere, or not to a number where one is incremented.</exception>
    public byte[] Apply(byte[] document)
    {
        var root = JsonNode.Parse(document, documentOptions: ItemDocument.DocumentOptions)!;
        foreach (var operation in operations)
        {
            operation.Apply(root);
        }

        return JsonSerializer.SerializeToUtf8Bytes(root, PatchJson.Relaxed.JsonNode);
    }
}

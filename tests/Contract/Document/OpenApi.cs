using System.Text.Json.Nodes;
using LiveTally.Operations;

namespace LiveTally.Tests.Contract.Document;

/// <summary>The document as the application carries it.</summary>
internal static class OpenApi
{
    private const string References = "#/components/";

    public static JsonNode Root { get; } = Read();

    public static IReadOnlyDictionary<string, Operation> Operations { get; } = (
        from path in Root["paths"]!.AsObject()
        from method in path.Value!.AsObject()
        select new Operation(method.Key.ToUpperInvariant(), path.Key, method.Value!)).ToDictionary(operation => operation.Id);

    public static JsonObject Schemas => Root["components"]!["schemas"]!.AsObject();

    /// <summary>The node itself, or what it refers to.</summary>
    public static JsonNode Resolve(JsonNode node)
    {
        if (node is not JsonObject || node["$ref"] is not { } reference)
            return node;
        var path = reference.GetValue<string>();
        Assert.StartsWith(References, path, StringComparison.Ordinal);
        return path[References.Length..].Split('/').Aggregate(Root["components"]!, (at, name) => at[name] ?? throw new InvalidDataException($"{path} is not there."));
    }

    private static JsonNode Read()
    {
        using var resource = typeof(GetOpenApi).Assembly.GetManifestResourceStream("openapi.json")!;
        return JsonNode.Parse(resource)!;
    }
}

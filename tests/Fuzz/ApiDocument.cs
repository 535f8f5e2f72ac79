using System.Text.Json.Nodes;

namespace LiveTally.Tests.Fuzz;

/// <summary>A call that the document describes.</summary>
/// <param name="Method">In upper case.</param>
/// <param name="Path">With its parameters in braces.</param>
/// <param name="Body">An example of its body; null when it takes none.</param>
/// <param name="MediaType">Of that body.</param>
/// <param name="Query">Names of its query parameters.</param>
internal sealed record DocumentedCall(string Method, string Path, string? Body, string MediaType, IReadOnlyList<string> Query);

/// <summary>What the program says of itself: where the fuzzer begins, and what it holds answers to.</summary>
internal sealed class ApiDocument
{
    private readonly JsonNode _root;

    public ApiDocument(string json)
    {
        _root = JsonNode.Parse(json)!;
        Calls =
        [
            .. from path in _root["paths"]!.AsObject()
               from method in path.Value!.AsObject()
               select new DocumentedCall(method.Key.ToUpperInvariant(), path.Key, ExampleOf(method.Value!["requestBody"]), MediaTypeOf(method.Value!["requestBody"]), QueryOf(method.Value!)),
        ];
        Codes = FindCodes(_root).Concat(["routeNotFound", "methodNotAllowed"]).ToHashSet();
    }

    public IReadOnlyList<DocumentedCall> Calls { get; }

    /// <summary>Every code that a problem may have.</summary>
    public IReadOnlySet<string> Codes { get; }

    private string? ExampleOf(JsonNode? body)
    {
        if (body?["content"]?.AsObject().First().Value is not { } content)
            return null;
        var schema = Resolve(content["schema"]!);
        var example = content["example"] ?? schema["examples"]?[0] ?? new JsonObject();
        return example is JsonValue text && text.TryGetValue<string>(out var raw) ? raw : example.ToJsonString();
    }

    private static string MediaTypeOf(JsonNode? body) => body?["content"]?.AsObject().First().Key ?? "application/json";

    private IReadOnlyList<string> QueryOf(JsonNode operation) =>
    [
        .. (operation["parameters"]?.AsArray() ?? []).Select(parameter => Resolve(parameter!))
            .Where(parameter => parameter["in"]!.GetValue<string>() == "query")
            .Select(parameter => parameter["name"]!.GetValue<string>()),
    ];

    private JsonNode Resolve(JsonNode node) => node["$ref"]?.GetValue<string>() is { } reference
        ? reference.Split('/')[1..].Aggregate(_root, (at, name) => at[name]!)
        : node;

    private static IEnumerable<string> FindCodes(JsonNode? node) => node switch
    {
        JsonObject known when known["code"]?["enum"] is JsonArray codes => codes.Select(code => code!.GetValue<string>()),
        JsonObject branch => branch.SelectMany(property => FindCodes(property.Value)),
        JsonArray branch => branch.SelectMany(FindCodes),
        _ => [],
    };
}

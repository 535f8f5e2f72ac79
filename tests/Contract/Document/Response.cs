using System.Text.Json.Nodes;
using NJsonSchema;

namespace LiveTally.Tests.Contract.Document;

/// <summary>What an operation answers with a status.</summary>
internal sealed class Response
{
    private const string Lines = "application/x-ndjson";
    private readonly JsonNode? _schema;
    private readonly Lazy<Task<JsonSchema>> _validator;

    public Response(JsonNode node)
    {
        var content = node["content"]?.AsObject();
        MediaType = content?.Single().Key;
        _schema = content?.Single().Value!["schema"];
        Headers = [.. (node["headers"]?.AsObject() ?? []).Where(header => OpenApi.Resolve(header.Value!)["required"]?.GetValue<bool>() == true).Select(header => header.Key)];
        Codes = MediaType == "application/problem+json"
            ? [.. _schema!["allOf"]![1]!["properties"]!["code"]!["enum"]!.AsArray().Select(code => code!.GetValue<string>())]
            : [];
        _validator = new Lazy<Task<JsonSchema>>(() => JsonSchema.FromJsonAsync(Standalone(_schema!)));
    }

    /// <summary>Null: no body.</summary>
    public string? MediaType { get; }

    /// <summary>Those that are always there.</summary>
    public IReadOnlyList<string> Headers { get; }

    /// <summary>The codes that a problem with this status may have; none when it answers with no problem.</summary>
    public IReadOnlyList<string> Codes { get; }

    /// <summary>What is wrong with a body; empty when nothing is.</summary>
    public async Task<IReadOnlyList<string>> CheckAsync(string body)
    {
        if (MediaType is null)
            return body.Length == 0 ? [] : ["There is a body."];

        var schema = await _validator.Value;
        var documents = MediaType == Lines ? body.Split('\n', StringSplitOptions.RemoveEmptyEntries) : MediaType.Contains("json", StringComparison.Ordinal) ? [body] : [];
        return [.. documents.SelectMany(document => schema.Validate(document)).Select(error => $"{error.Kind} at {error.Path}")];
    }

    // The validator finds schemas under the name that JSON Schema had for them before OpenAPI gave them another.
    private static string Standalone(JsonNode schema)
    {
        var root = new JsonObject { ["definitions"] = OpenApi.Schemas.DeepClone(), ["allOf"] = new JsonArray(schema.DeepClone()) };
        return root.ToJsonString().Replace("#/components/schemas/", "#/definitions/", StringComparison.Ordinal);
    }
}

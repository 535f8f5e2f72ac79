using System.Globalization;
using System.Text.Json.Nodes;

namespace LiveTally.Tests.Contract.Document;

/// <summary>An operation of the document.</summary>
internal sealed class Operation(string method, string path, JsonNode node)
{
    public string Id { get; } = node["operationId"]!.GetValue<string>();

    /// <summary>In upper case.</summary>
    public string Method { get; } = method;

    /// <summary>Below <c>/api</c>, with a slash in front and its parameters in braces.</summary>
    public string Path { get; } = path;

    public bool HasBody { get; } = node["requestBody"] is not null;

    /// <summary>Whether the call is an admin's, and nobody else's.</summary>
    public bool IsAdmins { get; } = node["security"]!.AsArray() is { Count: > 0 } needs && needs.All(need => need!["adminKey"] is not null || need["entra"] is not null);

    /// <summary>Each status with what it answers; without <c>default</c>, which is what nobody can bring about.</summary>
    public IReadOnlyDictionary<int, Response> Responses { get; } = node["responses"]!.AsObject()
        .Where(response => response.Key != "default")
        .ToDictionary(response => int.Parse(response.Key, CultureInfo.InvariantCulture), response => new Response(OpenApi.Resolve(response.Value!)));

    public IReadOnlyList<string> Parameters { get; } =
        [.. (node["parameters"]?.AsArray() ?? []).Select(OpenApi.Resolve!).Where(parameter => parameter["in"]!.GetValue<string>() == "path").Select(parameter => parameter["name"]!.GetValue<string>())];
}

using System.Text.Json;
using Microsoft.AspNetCore.Http;

namespace LiveTally.Local.Functions.Http;

internal static class HttpBindingData
{
    /// <summary>Query and route values by name (the route wins), and <c>Headers</c> and <c>Query</c> as JSON.</summary>
    public static IReadOnlyDictionary<string, object?> Of(HttpRequest request)
    {
        var data = new Dictionary<string, object?>(StringComparer.OrdinalIgnoreCase);
        foreach (var (name, value) in request.Query)
            data[name] = value.ToString();
        foreach (var (name, value) in request.RouteValues)
            data[name] = value;

        data["Headers"] = Json(request.Headers.Select(header => KeyValuePair.Create(header.Key, header.Value.ToString())));
        data["Query"] = Json(request.Query.Select(parameter => KeyValuePair.Create(parameter.Key, parameter.Value.ToString())));
        return data;
    }

    private static string Json(IEnumerable<KeyValuePair<string, string>> values) =>
        JsonSerializer.Serialize(values.ToDictionary(), HttpBindingJson.Default.DictionaryStringString);
}

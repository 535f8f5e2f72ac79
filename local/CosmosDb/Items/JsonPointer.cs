using System.Globalization;
using System.Text.Json.Nodes;
using LiveTally.Local.CosmosDb.Http;

namespace LiveTally.Local.CosmosDb.Items;

/// <summary>The paths of a patch: RFC 6901 pointers to something below the document's root that is not the server's own.</summary>
internal static class JsonPointer
{
    /// <summary>The names and indices along a pointer; at least one.</summary>
    /// <exception cref="CosmosException">400: it points to the root, or to what the server owns.</exception>
    public static string[] Parse(string operation, string pointer)
    {
        var path = pointer is ['/', _, ..] ? Array.ConvertAll(pointer[1..].Split('/'), Unescape) : [];
        return path switch
        {
            [] => throw CosmosException.BadRequest($"The patch operation '{operation}' needs a path below the root."),
            [var name] when SystemProperties.IsSystem(name) => throw CosmosException.BadRequest($"'/{name}' is the server's own and cannot be patched."),
            _ => path,
        };
    }

    /// <summary>What the last step of a path starts from, or null where the path breaks off before it.</summary>
    public static JsonNode? Parent(JsonNode root, string[] path)
    {
        JsonNode? parent = root;
        foreach (var name in path.AsSpan(..^1))
        {
            parent = parent switch
            {
                JsonObject inner => inner[name],
                JsonArray list when TryIndex(name, list.Count - 1, out var index) => list[index],
                _ => null,
            };
        }

        return parent;
    }

    public static bool TryIndex(string name, int last, out int index) =>
        int.TryParse(name, NumberStyles.None, CultureInfo.InvariantCulture, out index) && index <= last;

    private static string Unescape(string name) =>
        name.Replace("~1", "/", StringComparison.Ordinal).Replace("~0", "~", StringComparison.Ordinal);
}

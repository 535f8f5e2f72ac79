using System.Text.Json;
using LiveTally.Local.CosmosDb.Http;

namespace LiveTally.Local.CosmosDb.Partitioning;

/// <summary>The partition key paths of a container, each a list of property names. One path, or up to three when hierarchical.</summary>
internal sealed class PartitionKeyDefinition
{
    /// <summary>The version of definitions that name none. The only one served: version 1 hashes otherwise.</summary>
    public const int DefaultVersion = 2;

    private PartitionKeyDefinition(string[][] paths) => Paths = paths;

    public string[][] Paths { get; }

    /// <exception cref="CosmosException">400: the definition is missing, of version 1, or of a kind that is not served.</exception>
    public static PartitionKeyDefinition Parse(JsonElement container)
    {
        if (!container.TryGetProperty("partitionKey", out var definition)
            || !definition.TryGetProperty("paths", out var list) || list.ValueKind != JsonValueKind.Array)
        {
            throw CosmosException.BadRequest("A container needs a partition key definition.");
        }

        var kind = definition.TryGetProperty("kind", out var k) ? k.GetString() : "Hash";
        var version = definition.TryGetProperty("version", out var v) && v.TryGetInt32(out var number) ? number : DefaultVersion;
        var paths = list.EnumerateArray().Select(path => Split(path.GetString() ?? "")).ToArray();
        return (kind, paths.Length, version) switch
        {
            (_, _, not DefaultVersion) => throw CosmosException.BadRequest("Only partition key definitions of version 2 are served."),
            ("Hash", 1, _) or ("MultiHash", >= 1 and <= 3, _) => new PartitionKeyDefinition(paths),
            _ => throw CosmosException.BadRequest($"A partition key of kind {kind} with {paths.Length} paths is not valid."),
        };
    }

    private static string[] Split(string path)
    {
        var names = path.Split('/', StringSplitOptions.RemoveEmptyEntries);
        if (names.Length == 0 || path[0] != '/')
        {
            throw CosmosException.BadRequest($"The partition key path '{path}' is not valid.");
        }

        return Array.ConvertAll(names, name => name.Trim('"'));
    }
}

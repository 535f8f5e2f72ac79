using System.Text.Json;
using LiveTally.Local.CosmosDb.Http;

namespace LiveTally.Local.CosmosDb.Partitioning;

/// <summary>The partition key paths of a container, each a list of property names. One path, or up to three when hierarchical.</summary>
internal sealed class PartitionKeyDefinition
{
    private const int DefaultVersion = 2;

    private PartitionKeyDefinition(string kind, int version, string[][] paths) => (Kind, Version, Paths) = (kind, version, paths);

    /// <summary><c>Hash</c>, or <c>MultiHash</c> when hierarchical.</summary>
    public string Kind { get; }

    /// <summary>
    /// 1 or 2, by which a client chooses how it hashes; 2 where a definition names none. Documents are laid out by the hash of version 2
    /// either way, which no client can tell as long as a container is one range.
    /// </summary>
    public int Version { get; }

    public string[][] Paths { get; }

    /// <exception cref="CosmosException">400: the definition is missing, or of a kind or version that there is not.</exception>
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
        return (kind, paths.Length, version) is ("Hash", 1, 1 or 2) or ("MultiHash", >= 1 and <= 3, 2)
            ? new PartitionKeyDefinition(kind, version, paths)
            : throw CosmosException.BadRequest($"A partition key of kind {kind} and version {version} with {paths.Length} paths is not valid.");
    }

    public bool IsSameAs(PartitionKeyDefinition other) =>
        (Kind, Version, Paths.Length) == (other.Kind, other.Version, other.Paths.Length)
        && Paths.Zip(other.Paths).All(pair => pair.First.AsSpan().SequenceEqual(pair.Second));

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

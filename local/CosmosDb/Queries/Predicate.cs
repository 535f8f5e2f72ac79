using System.Text.Json;
using LiveTally.Local.CosmosDb.Partitioning;

namespace LiveTally.Local.CosmosDb.Queries;

/// <summary>A parsed condition, and what it says of where the documents are that it holds for.</summary>
/// <param name="Pins">Constants that the properties at these paths must equal, where nothing but AND joins the equalities.</param>
internal sealed record Predicate(Condition Holds, IReadOnlyDictionary<string, JsonElement> Pins)
{
    private static readonly Dictionary<string, JsonElement> None = [];

    /// <summary>A condition that tells nothing of where its documents are.</summary>
    public static Predicate Of(Condition holds) => new(holds, None);

    public Predicate And(Predicate other)
    {
        var pins = new Dictionary<string, JsonElement>(Pins, StringComparer.Ordinal);
        foreach (var (path, value) in other.Pins)
        {
            pins.TryAdd(path, value);
        }

        var (first, second) = (Holds, other.Holds);
        return new(document => first(document) is var known && known == false ? known : known & second(document), pins);
    }

    /// <summary>The part of a range that this condition leaves: one partition key, those of a prefix, or all of it.</summary>
    public EpkRange Narrow(PartitionKeyDefinition partitionKey, EpkRange range)
    {
        var pinned = partitionKey.Paths.TakeWhile(path => Pins.TryGetValue(Key(path), out var value) && IsExact(value)).ToArray();
        if (pinned.Length == 0)
        {
            return range;
        }

        var epk = new byte[EffectivePartitionKey.ComponentLength * pinned.Length];
        for (var component = 0; component < pinned.Length; component++)
        {
            EffectivePartitionKey.Write(Pins[Key(pinned[component])], epk, component);
        }

        return range.And(pinned.Length == partitionKey.Paths.Length ? EpkRange.Single(epk) : EpkRange.Prefix(epk));
    }

    /// <summary>A path's key in <see cref="Pins"/>.</summary>
    public static string Key(IEnumerable<string> path) => string.Join('\0', path);

    /// <summary>Whether only equal values have its hash. Zero equals minus zero, whose hash is another.</summary>
    private static bool IsExact(JsonElement value) => value.ValueKind switch
    {
        JsonValueKind.Array or JsonValueKind.Object => false,
        JsonValueKind.Number => value.GetDouble() != 0,
        _ => true,
    };
}

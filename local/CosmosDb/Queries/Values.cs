using System.Text.Json;

namespace LiveTally.Local.CosmosDb.Queries;

/// <summary>How the query language compares JSON values. An undefined value is a <see cref="JsonElement"/> of that kind.</summary>
internal static class Values
{
    /// <summary>Null where the values are of different types or undefined: comparing them is then undefined.</summary>
    public static bool? AreEqual(JsonElement left, JsonElement right)
    {
        if (TypeRank(left) != TypeRank(right) || left.ValueKind == JsonValueKind.Undefined)
        {
            return null;
        }

        return left.ValueKind is JsonValueKind.Array or JsonValueKind.Object
            ? JsonElement.DeepEquals(left, right)
            : Order(left, right) == 0;
    }

    /// <summary>Null where the values have no order between them.</summary>
    public static int? Compare(JsonElement left, JsonElement right) =>
        TypeRank(left) == TypeRank(right) && left.ValueKind is not (JsonValueKind.Undefined or JsonValueKind.Array or JsonValueKind.Object)
            ? Order(left, right)
            : null;

    /// <summary>The order of ORDER BY: undefined, null, false, true, numbers, strings. Arrays and objects come last, in no order.</summary>
    public static int Order(JsonElement left, JsonElement right)
    {
        var types = TypeRank(left).CompareTo(TypeRank(right));
        return (types, left.ValueKind) switch
        {
            (not 0, _) => types,
            (_, JsonValueKind.Number) => left.GetDouble().CompareTo(right.GetDouble()),
            (_, JsonValueKind.String) => string.CompareOrdinal(left.GetString(), right.GetString()),
            (_, JsonValueKind.True or JsonValueKind.False) => left.GetBoolean().CompareTo(right.GetBoolean()),
            _ => 0,
        };
    }

    private static int TypeRank(JsonElement value) => value.ValueKind switch
    {
        JsonValueKind.Undefined => 0,
        JsonValueKind.Null => 1,
        JsonValueKind.False or JsonValueKind.True => 2,
        JsonValueKind.Number => 3,
        JsonValueKind.String => 4,
        JsonValueKind.Array => 5,
        _ => 6,
    };
}

using System.Buffers.Text;
using System.Globalization;
using System.Text;
using System.Text.Json;
using LiveTally.Local.CosmosDb.Http;

namespace LiveTally.Local.CosmosDb.Queries;

/// <summary>
/// A document's place in an ordered result: by value, then by document number in the same direction, as the SDK expects of ties.
/// </summary>
/// <param name="Value">The property's value, undefined where the document lacks it.</param>
internal sealed record SortKey(JsonElement Value, long Number) : IComparable<SortKey>
{
    /// <summary>The value as JSON; empty where it is undefined.</summary>
    public string Json => Value.ValueKind == JsonValueKind.Undefined ? "" : Value.GetRawText();

    public static SortKey Of(JsonElement value, long number) =>
        new(value.ValueKind == JsonValueKind.Undefined ? default : value.Clone(), number);

    /// <exception cref="CosmosException">400: not a token of this server.</exception>
    public static SortKey Parse(string token)
    {
        try
        {
            var dot = token.IndexOf('.', StringComparison.Ordinal);
            var number = long.Parse(token.AsSpan(0, dot), NumberStyles.None, CultureInfo.InvariantCulture);
            if (dot == token.Length - 1)
            {
                return new SortKey(default, number);
            }

            using var json = JsonDocument.Parse(Base64Url.DecodeFromChars(token.AsSpan(dot + 1)));
            return Of(json.RootElement, number);
        }
        catch (Exception e) when (e is FormatException or OverflowException or ArgumentOutOfRangeException or JsonException)
        {
            throw CosmosException.BadRequest("The continuation token is malformed.");
        }
    }

    public string Token() => $"{Number}.{Base64Url.EncodeToString(Encoding.UTF8.GetBytes(Json))}";

    public int CompareTo(SortKey? other) =>
        other is null ? 1 : Values.Order(Value, other.Value) is var order and not 0 ? order : Number.CompareTo(other.Number);
}

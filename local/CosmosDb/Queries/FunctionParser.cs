using System.Diagnostics.CodeAnalysis;
using System.Text.Json;

namespace LiveTally.Local.CosmosDb.Queries;

/// <summary>STARTSWITH, which change feed leases are listed with, and the type tests that the SDK puts into rewritten queries.</summary>
internal static class FunctionParser
{
    public static bool TryParse(TokenReader tokens, Func<Operand> operand, [NotNullWhen(true)] out Condition? condition)
    {
        condition = null;
        if (tokens.TryTake("STARTSWITH", "("))
        {
            var text = operand();
            tokens.Expect(",");
            var prefix = operand();
            condition = document => StartsWith(text(document), prefix(document));
        }
        else if (TypeTest(tokens.Current) is { } test && tokens.TryTake(tokens.Current, "("))
        {
            var value = operand();
            condition = document => test(value(document).ValueKind);
        }
        else
        {
            return false;
        }

        tokens.Expect(")");
        return true;
    }

    private static bool? StartsWith(JsonElement text, JsonElement prefix) =>
        text.ValueKind == JsonValueKind.String && prefix.ValueKind == JsonValueKind.String
            ? text.GetString()!.StartsWith(prefix.GetString()!, StringComparison.Ordinal)
            : null;

    private static Func<JsonValueKind, bool>? TypeTest(string name) => name.ToUpperInvariant() switch
    {
        "IS_DEFINED" => kind => kind != JsonValueKind.Undefined,
        "IS_NULL" => kind => kind == JsonValueKind.Null,
        "IS_BOOL" or "IS_BOOLEAN" => kind => kind is JsonValueKind.True or JsonValueKind.False,
        "IS_NUMBER" => kind => kind == JsonValueKind.Number,
        "IS_STRING" => kind => kind == JsonValueKind.String,
        "IS_ARRAY" => kind => kind == JsonValueKind.Array,
        "IS_OBJECT" => kind => kind == JsonValueKind.Object,
        "IS_PRIMITIVE" => kind => kind is not (JsonValueKind.Undefined or JsonValueKind.Array or JsonValueKind.Object),
        _ => null,
    };
}

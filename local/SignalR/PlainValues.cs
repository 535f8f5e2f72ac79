using System.Text.Json;

namespace LiveTally.Local.SignalR;

/// <summary>
/// Turns JSON into plain values. MessagePack does not know <see cref="JsonElement"/> and would deliver an empty map.
/// </summary>
internal static class PlainValues
{
    public static object? Of(object? argument) => argument is JsonElement element ? Of(element) : argument;

    private static object? Of(JsonElement element) => element.ValueKind switch
    {
        JsonValueKind.Object => element.EnumerateObject().ToDictionary(p => p.Name, p => Of(p.Value)),
        JsonValueKind.Array => element.EnumerateArray().Select(Of).ToArray(),
        JsonValueKind.String => element.GetString(),
        // Two arms: as one conditional expression, whole numbers would become double.
        JsonValueKind.Number when element.TryGetInt64(out var whole) => whole,
        JsonValueKind.Number => element.GetDouble(),
        JsonValueKind.True => true,
        JsonValueKind.False => false,
        _ => null,
    };
}

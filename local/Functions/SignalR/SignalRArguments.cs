using System.Text.Json;
using Azure.Core.Serialization;

namespace LiveTally.Local.Functions.SignalR;

/// <summary>
/// Brings a message's arguments into the form that they reach the service in, JSON by the worker's serializer, and from there into
/// dictionaries, lists, strings, numbers and booleans: these arrive alike in every client protocol.
/// </summary>
internal sealed class SignalRArguments(ObjectSerializer serializer)
{
    public object?[] Of(object?[] arguments) => Array.ConvertAll(arguments, Of);

    private object? Of(object? argument)
    {
        if (argument is null or string)
            return argument;
        var buffer = new MemoryStream();
        serializer.Serialize(buffer, argument, argument.GetType(), CancellationToken.None);
        using var json = JsonDocument.Parse(buffer.GetBuffer().AsMemory(0, (int)buffer.Length));
        return Plain(json.RootElement);
    }

    private static object? Plain(JsonElement element) => element.ValueKind switch
    {
        JsonValueKind.Object => element.EnumerateObject().ToDictionary(member => member.Name, member => Plain(member.Value)),
        JsonValueKind.Array => element.EnumerateArray().Select(Plain).ToList(),
        JsonValueKind.String => element.GetString(),
        // Two arms: as one conditional expression, whole numbers would become double.
        JsonValueKind.Number when element.TryGetInt64(out var whole) => whole,
        JsonValueKind.Number => element.GetDouble(),
        JsonValueKind.True => true,
        JsonValueKind.False => false,
        _ => null,
    };
}

using System.Text.Json;
using Azure.Core.Serialization;

namespace LiveTally.Local.Functions.SignalR;

/// <summary>
/// Brings a message's arguments into the form that they reach the service in: JSON by the worker's serializer. The endpoint turns it into
/// plain values, which arrive alike in every client protocol.
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
        return json.RootElement.Clone();
    }
}

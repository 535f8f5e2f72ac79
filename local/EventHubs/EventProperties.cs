using System.Text.Json;
using System.Text.Json.Serialization;

namespace LiveTally.Local.EventHubs;

/// <summary>Application properties of events: names and texts. Event Hubs takes numbers and the like as well; here they are texts.</summary>
internal static partial class EventProperties
{
    /// <summary>Most bytes of an event's properties as JSON.</summary>
    public const int MaxBytes = ushort.MaxValue;

    /// <summary>Null when there are none.</summary>
    /// <exception cref="ArgumentException">They take more than <see cref="MaxBytes"/>.</exception>
    public static byte[]? Write(IReadOnlyDictionary<string, string>? properties)
    {
        if (properties is null or { Count: 0 })
            return null;

        var bytes = JsonSerializer.SerializeToUtf8Bytes(properties, Json.Default.IReadOnlyDictionaryStringString);
        return bytes.Length <= MaxBytes ? bytes : throw new ArgumentException($"Properties take at most {MaxBytes} bytes; these take {bytes.Length}.", nameof(properties));
    }

    public static IReadOnlyDictionary<string, string>? Read(ReadOnlySpan<byte> bytes) =>
        bytes.IsEmpty ? null : JsonSerializer.Deserialize(bytes, Json.Default.IReadOnlyDictionaryStringString);

    [JsonSerializable(typeof(IReadOnlyDictionary<string, string>))]
    private sealed partial class Json : JsonSerializerContext;
}

using System.Buffers.Binary;
using System.Text;
using System.Text.Json;
using LiveTally.Local.CosmosDb.Http;

namespace LiveTally.Local.CosmosDb.Partitioning;

/// <summary>The version 2 hash of a partition key: 16 bytes per component, in the order in which the service lays out ranges.</summary>
internal static class EffectivePartitionKey
{
    /// <summary>The bytes of one component's hash.</summary>
    public const int ComponentLength = 16;

    /// <summary>Hashes the partition key header, a JSON array with one value per path, where <c>{}</c> is undefined.</summary>
    /// <exception cref="CosmosException">400: not such an array, or not a value for every path.</exception>
    public static byte[] FromHeader(PartitionKeyDefinition definition, string header)
    {
        try
        {
            using var json = JsonDocument.Parse(header);
            if (json.RootElement.ValueKind == JsonValueKind.Array && json.RootElement.GetArrayLength() == definition.Paths.Length)
            {
                var epk = new byte[ComponentLength * definition.Paths.Length];
                var component = 0;
                foreach (var value in json.RootElement.EnumerateArray())
                {
                    Write(value, epk, component++);
                }

                return epk;
            }
        }
        catch (JsonException)
        {
            // Answered below like any other malformed key.
        }

        throw CosmosException.BadRequest($"The partition key {header} does not have one value for each path of the container's definition.", 1001);
    }

    /// <summary>Hashes one component into its place.</summary>
    /// <exception cref="CosmosException">400: arrays and objects other than <c>{}</c> cannot be partition keys.</exception>
    public static void Write(JsonElement value, Span<byte> epk, int component)
    {
        if (value.ValueKind == JsonValueKind.String)
        {
            Write(value.GetString()!, epk, component);
            return;
        }

        Span<byte> bytes = stackalloc byte[9];
        var length = 1;
        bytes[0] = value.ValueKind switch
        {
            JsonValueKind.Undefined => 0,
            JsonValueKind.Object when !value.EnumerateObject().Any() => 0,
            JsonValueKind.Null => 1,
            JsonValueKind.False => 2,
            JsonValueKind.True => 3,
            JsonValueKind.Number => 5,
            _ => throw CosmosException.BadRequest("A partition key value is a string, a number, a Boolean or null."),
        };
        if (value.ValueKind == JsonValueKind.Number)
        {
            BinaryPrimitives.WriteDoubleLittleEndian(bytes[1..], value.GetDouble());
            length = 9;
        }

        Hash(bytes[..length], epk, component);
    }

    private static void Write(string value, Span<byte> epk, int component)
    {
        var size = Encoding.UTF8.GetByteCount(value) + 2;
        var bytes = size <= 512 ? stackalloc byte[size] : new byte[size];
        bytes[0] = 8;
        Encoding.UTF8.GetBytes(value, bytes[1..]);
        bytes[^1] = 0xFF;
        Hash(bytes, epk, component);
    }

    private static void Hash(ReadOnlySpan<byte> bytes, Span<byte> epk, int component)
    {
        var hash = epk.Slice(component * ComponentLength, ComponentLength);
        Murmur3.Hash128(bytes, hash);
        hash.Reverse();
        hash[0] &= 0x3F;
    }
}

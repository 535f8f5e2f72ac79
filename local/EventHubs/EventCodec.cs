using System.Buffers.Binary;
using System.Text;

namespace LiveTally.Local.EventHubs;

/// <summary>
/// An event inside a block: body length (4), key length in UTF-8 bytes (2, 0 for no key; its highest bit says that there are properties), key, where
/// there are any the length of the properties (2) and the properties as JSON, body.
/// </summary>
internal static class EventCodec
{
    private const int PrefixBytes = 6;
    private const int LengthBytes = 2;
    private const ushort HasProperties = 0x8000;

    /// <summary>Bytes that the events take in a block; a long, since nothing bounds the list yet.</summary>
    public static long EncodedBytes(IReadOnlyList<ReadOnlyMemory<byte>> events, string? key, byte[]? properties)
    {
        var keyBytes = key is null ? 0 : Encoding.UTF8.GetByteCount(key);
        var total = (long)events.Count * (PrefixBytes + keyBytes + (properties is null ? 0 : LengthBytes + properties.Length));
        for (var i = 0; i < events.Count; i++)
            total += events[i].Length;
        return total;
    }

    /// <summary>Writes the events and returns where the last of them starts.</summary>
    public static int Encode(IReadOnlyList<ReadOnlyMemory<byte>> events, string? key, byte[]? properties, Span<byte> destination)
    {
        var position = 0;
        var last = 0;
        for (var i = 0; i < events.Count; i++)
        {
            last = position;
            var body = events[i].Span;
            var keyBytes = key is null ? 0 : Encoding.UTF8.GetBytes(key, destination[(position + PrefixBytes)..]);
            BinaryPrimitives.WriteInt32LittleEndian(destination[position..], body.Length);
            BinaryPrimitives.WriteUInt16LittleEndian(destination[(position + 4)..], (ushort)(properties is null ? keyBytes : keyBytes | HasProperties));
            position += PrefixBytes + keyBytes;
            if (properties is not null)
            {
                BinaryPrimitives.WriteUInt16LittleEndian(destination[position..], (ushort)properties.Length);
                properties.CopyTo(destination[(position + LengthBytes)..]);
                position += LengthBytes + properties.Length;
            }

            body.CopyTo(destination[position..]);
            position += body.Length;
        }

        return last;
    }

    /// <summary>Adds to <paramref name="into"/> the events of a block from a sequence number on, up to a number in all.</summary>
    public static void Decode(
        ReadOnlyMemory<byte> block, in BlockHeader header, long fromSequenceNumber, int maxEvents, List<LoggedEvent> into)
    {
        var time = new DateTimeOffset(header.EnqueuedTicks, TimeSpan.Zero);
        var position = BlockHeader.Size;
        for (var i = 0; i < header.Count && into.Count < maxEvents; i++)
        {
            var start = position;
            var (keyBytes, properties, bodyStart) = Head(block.Span, start);
            position = bodyStart + BodyBytes(block.Span, start);
            if (header.FirstSequenceNumber + i < fromSequenceNumber)
                continue;
            into.Add(new LoggedEvent(
                header.FirstSequenceNumber + i,
                header.Position + start,
                time,
                keyBytes == 0 ? null : Encoding.UTF8.GetString(block.Span.Slice(start + PrefixBytes, keyBytes)),
                EventProperties.Read(block.Span[properties]),
                block[bodyStart..position]));
        }
    }

    /// <summary>Log position of the last event of a block.</summary>
    public static long LastOffset(ReadOnlySpan<byte> block, in BlockHeader header)
    {
        var position = BlockHeader.Size;
        for (var i = 1; i < header.Count; i++)
            position = Head(block, position).BodyStart + BodyBytes(block, position);
        return header.Position + position;
    }

    private static (int KeyBytes, Range Properties, int BodyStart) Head(ReadOnlySpan<byte> block, int start)
    {
        var lengths = BinaryPrimitives.ReadUInt16LittleEndian(block[(start + 4)..]);
        var keyBytes = lengths & ~HasProperties;
        var end = start + PrefixBytes + keyBytes;
        if ((lengths & HasProperties) == 0)
            return (keyBytes, end..end, end);

        var properties = end + LengthBytes;
        end = properties + BinaryPrimitives.ReadUInt16LittleEndian(block[end..]);
        return (keyBytes, properties..end, end);
    }

    private static int BodyBytes(ReadOnlySpan<byte> block, int start) => BinaryPrimitives.ReadInt32LittleEndian(block[start..]);
}

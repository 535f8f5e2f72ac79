using System.Buffers.Binary;
using System.Text;

namespace LiveTally.Local.EventHubs;

/// <summary>An event inside a block: body length (4), key length in UTF-8 bytes (2, 0 for no key), key, body.</summary>
internal static class EventCodec
{
    private const int PrefixBytes = 6;

    /// <summary>Bytes that the events take in a block; a long, since nothing bounds the list yet.</summary>
    public static long EncodedBytes(IReadOnlyList<ReadOnlyMemory<byte>> events, int keyBytes)
    {
        var total = (long)events.Count * (PrefixBytes + keyBytes);
        for (var i = 0; i < events.Count; i++)
            total += events[i].Length;
        return total;
    }

    /// <summary>Writes the events and returns where the last of them starts.</summary>
    public static int Encode(IReadOnlyList<ReadOnlyMemory<byte>> events, string? key, Span<byte> destination)
    {
        var position = 0;
        var last = 0;
        for (var i = 0; i < events.Count; i++)
        {
            last = position;
            var body = events[i].Span;
            var keyBytes = key is null ? 0 : Encoding.UTF8.GetBytes(key, destination[(position + PrefixBytes)..]);
            BinaryPrimitives.WriteInt32LittleEndian(destination[position..], body.Length);
            BinaryPrimitives.WriteUInt16LittleEndian(destination[(position + 4)..], (ushort)keyBytes);
            position += PrefixBytes + keyBytes;
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
            var next = Next(block.Span, start, out var keyBytes);
            position = next;
            if (header.FirstSequenceNumber + i < fromSequenceNumber)
                continue;
            var keyStart = start + PrefixBytes;
            var key = keyBytes == 0 ? null : Encoding.UTF8.GetString(block.Span.Slice(keyStart, keyBytes));
            var body = block[(keyStart + keyBytes)..next];
            into.Add(new LoggedEvent(header.FirstSequenceNumber + i, header.Position + start, time, key, body));
        }
    }

    /// <summary>Log position of the last event of a block.</summary>
    public static long LastOffset(ReadOnlySpan<byte> block, in BlockHeader header)
    {
        var position = BlockHeader.Size;
        for (var i = 1; i < header.Count; i++)
            position = Next(block, position, out _);
        return header.Position + position;
    }

    private static int Next(ReadOnlySpan<byte> block, int start, out int keyBytes)
    {
        keyBytes = BinaryPrimitives.ReadUInt16LittleEndian(block[(start + 4)..]);
        return start + PrefixBytes + keyBytes + BinaryPrimitives.ReadInt32LittleEndian(block[start..]);
    }
}

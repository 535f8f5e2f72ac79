using System.Buffers.Binary;
using System.IO.Hashing;

namespace LiveTally.Local.EventHubs;

/// <summary>
/// The head of a segment file: magic "LTsg1\0\0\0" (8), CRC-32 of the rest (4), number of partitions (4), position in the log (8),
/// then per partition next sequence number, last offset and last time (3 × 8), as they are before the first block. So a partition
/// goes on counting even when all its events are deleted.
/// </summary>
internal static class SegmentHeader
{
    private const int Fixed = 24;
    private const int PerPartition = 24;

    private static ReadOnlySpan<byte> Magic => "LTsg1\0\0\0"u8;

    public static int Size(int partitionCount) => Fixed + PerPartition * partitionCount;

    public static byte[] Write(long position, IReadOnlyList<PartitionTail> tails)
    {
        var bytes = new byte[Size(tails.Count)];
        Magic.CopyTo(bytes);
        BinaryPrimitives.WriteInt32LittleEndian(bytes.AsSpan(12), tails.Count);
        BinaryPrimitives.WriteInt64LittleEndian(bytes.AsSpan(16), position);
        for (var i = 0; i < tails.Count; i++)
        {
            var tail = bytes.AsSpan(Fixed + PerPartition * i);
            BinaryPrimitives.WriteInt64LittleEndian(tail, tails[i].NextSequenceNumber);
            BinaryPrimitives.WriteInt64LittleEndian(tail[8..], tails[i].LastOffset);
            BinaryPrimitives.WriteInt64LittleEndian(tail[16..], tails[i].LastTicks);
        }

        BinaryPrimitives.WriteUInt32LittleEndian(bytes.AsSpan(8), Crc32.HashToUInt32(bytes.AsSpan(12)));
        return bytes;
    }

    /// <summary>Reads the header at the start of a segment.</summary>
    /// <exception cref="EventLogException">It is damaged, or of a log with another number of partitions.</exception>
    public static PartitionTail[] Read(ReadOnlySpan<byte> segment, long position, int partitionCount, string path)
    {
        if (segment.Length < Fixed || !segment.StartsWith(Magic))
            throw Damaged(path);
        var count = BinaryPrimitives.ReadInt32LittleEndian(segment[12..]);
        if (count is < 1 or > 1024 || segment.Length < Size(count)
            || BinaryPrimitives.ReadUInt32LittleEndian(segment[8..]) != Crc32.HashToUInt32(segment[12..Size(count)])
            || BinaryPrimitives.ReadInt64LittleEndian(segment[16..]) != position)
            throw Damaged(path);
        if (count != partitionCount)
        {
            throw new EventLogException(
                EventLogError.PartitionCount,
                $"The log has {count} partitions, not {partitionCount}; that cannot change once it exists: {path}");
        }

        var tails = new PartitionTail[count];
        for (var i = 0; i < count; i++)
        {
            var tail = segment[(Fixed + PerPartition * i)..];
            tails[i] = new PartitionTail(
                BinaryPrimitives.ReadInt64LittleEndian(tail),
                BinaryPrimitives.ReadInt64LittleEndian(tail[8..]),
                BinaryPrimitives.ReadInt64LittleEndian(tail[16..]));
        }

        return tails;
    }

    private static EventLogException Damaged(string path) =>
        new(EventLogError.Corrupt, $"The head of a segment is damaged: {path} at byte 0");
}

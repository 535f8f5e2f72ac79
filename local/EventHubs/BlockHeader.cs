using System.Buffers.Binary;
using System.IO.Hashing;

namespace LiveTally.Local.EventHubs;

/// <summary>
/// The head of a block: the events that one commit adds to one partition. All integers are little-endian.
/// <code>
///  0  magic "LTvb"         4
///  4  CRC-32 of 8..length  4
///  8  length, whole block  4
/// 12  partition            4
/// 16  position in the log  8
/// 24  position of the commit's first block  8
/// 32  first sequence number  8
/// 40  enqueued time, UTC ticks  8
/// 48  number of events     4
/// 52  events: see <see cref="EventCodec"/>
/// </code>
/// Its own position keeps bytes inside an event from passing for a block. The position of its commit tells a torn tail from damage:
/// a block is only written after everything before its commit was on disk.
/// </summary>
internal readonly record struct BlockHeader(
    int Length, int Partition, long Position, long CommitPosition, long FirstSequenceNumber, long EnqueuedTicks, int Count)
{
    public const int Size = 52;

    /// <summary>No block is longer: it holds one append, or several that fit together.</summary>
    public const int MaxBlockBytes = Size + EventLog.MaxAppendBytes;

    private const int CrcStart = 8;

    public static ReadOnlySpan<byte> Magic => "LTvb"u8;

    public BlockEntry Entry => new(FirstSequenceNumber, Position, Length, Count);

    /// <summary>Writes the header in front of events that are already in place.</summary>
    public void Seal(Span<byte> block)
    {
        Magic.CopyTo(block);
        BinaryPrimitives.WriteInt32LittleEndian(block[8..], Length);
        BinaryPrimitives.WriteInt32LittleEndian(block[12..], Partition);
        BinaryPrimitives.WriteInt64LittleEndian(block[16..], Position);
        BinaryPrimitives.WriteInt64LittleEndian(block[24..], CommitPosition);
        BinaryPrimitives.WriteInt64LittleEndian(block[32..], FirstSequenceNumber);
        BinaryPrimitives.WriteInt64LittleEndian(block[40..], EnqueuedTicks);
        BinaryPrimitives.WriteInt32LittleEndian(block[48..], Count);
        BinaryPrimitives.WriteUInt32LittleEndian(block[4..], Crc32.HashToUInt32(block[CrcStart..Length]));
    }

    /// <summary>Reads the whole block at the start of <paramref name="bytes"/>; false if it is cut short or damaged.</summary>
    public static bool TryRead(ReadOnlySpan<byte> bytes, long position, out BlockHeader header)
    {
        header = default;
        if (bytes.Length < Size || !bytes.StartsWith(Magic))
            return false;
        var length = BinaryPrimitives.ReadInt32LittleEndian(bytes[8..]);
        if (length is < Size or > MaxBlockBytes || length > bytes.Length
            || BinaryPrimitives.ReadInt64LittleEndian(bytes[16..]) != position
            || BinaryPrimitives.ReadUInt32LittleEndian(bytes[4..]) != Crc32.HashToUInt32(bytes[CrcStart..length]))
            return false;
        header = new BlockHeader(
            length,
            BinaryPrimitives.ReadInt32LittleEndian(bytes[12..]),
            position,
            BinaryPrimitives.ReadInt64LittleEndian(bytes[24..]),
            BinaryPrimitives.ReadInt64LittleEndian(bytes[32..]),
            BinaryPrimitives.ReadInt64LittleEndian(bytes[40..]),
            BinaryPrimitives.ReadInt32LittleEndian(bytes[48..]));
        return true;
    }
}

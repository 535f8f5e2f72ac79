using System.Buffers.Binary;
using System.IO.Hashing;
using Microsoft.Win32.SafeHandles;

namespace LiveTally.Local.EventHubs;

/// <summary>
/// The checkpoints of one consumer group. Each partition has two slots that are written in turn, so a torn write leaves the one before:
/// CRC-32 of the rest (4), unused (4), generation from 1 (8), sequence number (8), unused (8).
/// </summary>
internal sealed class CheckpointFile : IDisposable
{
    private const int SlotBytes = 32;

    private readonly Lock gate = new();
    private readonly SafeFileHandle file;
    private readonly (long Generation, long SequenceNumber)[] newest;

    public CheckpointFile(string path, int partitionCount)
    {
        newest = new (long, long)[partitionCount];
        file = File.OpenHandle(path, FileMode.OpenOrCreate, FileAccess.ReadWrite, FileShare.Read);
        try
        {
            var bytes = new byte[2 * SlotBytes * partitionCount];
            for (int read, total = 0; (read = RandomAccess.Read(file, bytes.AsSpan(total), total)) > 0;)
                total += read;
            for (var i = 0; i < partitionCount; i++)
                newest[i] = Newest(bytes.AsSpan(2 * SlotBytes * i, 2 * SlotBytes), path, i);
        }
        catch
        {
            file.Dispose();
            throw;
        }
    }

    public long? Read(int partition)
    {
        lock (gate)
            return newest[partition] is { Generation: > 0 } found ? found.SequenceNumber : null;
    }

    public void Write(int partition, long sequenceNumber)
    {
        lock (gate)
        {
            var generation = newest[partition].Generation + 1;
            Span<byte> slot = stackalloc byte[SlotBytes];
            slot.Clear();
            BinaryPrimitives.WriteInt64LittleEndian(slot[8..], generation);
            BinaryPrimitives.WriteInt64LittleEndian(slot[16..], sequenceNumber);
            BinaryPrimitives.WriteUInt32LittleEndian(slot, Crc32.HashToUInt32(slot[4..]));
            RandomAccess.Write(file, slot, SlotBytes * (2 * partition + generation % 2));
            newest[partition] = (generation, sequenceNumber);
        }
    }

    public void WriteIfLater(int partition, long sequenceNumber)
    {
        lock (gate)
        {
            if (Read(partition) is not { } already || already < sequenceNumber)
                Write(partition, sequenceNumber);
        }
    }

    public void Dispose() => file.Dispose();

    private static (long Generation, long SequenceNumber) Newest(ReadOnlySpan<byte> slots, string path, int partition)
    {
        (long Generation, long SequenceNumber) found = default;
        var damaged = 0;
        for (var i = 0; i < 2; i++)
        {
            var slot = slots.Slice(SlotBytes * i, SlotBytes);
            if (!slot.ContainsAnyExcept((byte)0))
                continue;
            var generation = BinaryPrimitives.ReadInt64LittleEndian(slot[8..]);
            if (BinaryPrimitives.ReadUInt32LittleEndian(slot) != Crc32.HashToUInt32(slot[4..]))
                damaged++;
            else if (generation > found.Generation)
                found = (generation, BinaryPrimitives.ReadInt64LittleEndian(slot[16..]));
        }

        // The first write of all may be torn; with the other slot unused there is no earlier checkpoint to fall back to.
        return damaged < 2
            ? found
            : throw new EventLogException(EventLogError.Corrupt, $"Both checkpoints of partition {partition} are damaged: {path}");
    }
}

using System.Globalization;
using Microsoft.Win32.SafeHandles;

namespace LiveTally.Local.EventHubs;

/// <summary>One file of the log. Its name is the position in the log at which it begins.</summary>
internal sealed class Segment : IDisposable
{
    public const string Extension = ".log";

    private readonly SafeFileHandle file;

    private Segment(string path, long position, SafeFileHandle file) =>
        (Path, Position, this.file, Length) = (path, position, file, RandomAccess.GetLength(file));

    public string Path { get; }

    public long Position { get; }

    public long Length { get; private set; }

    public long End => Position + Length;

    /// <summary>Time of the oldest event in it, UTC ticks; 0 if it has none.</summary>
    public long FirstTicks { get; private set; }

    /// <summary>Time of the newest event in it, UTC ticks; 0 if it has none.</summary>
    public long LastTicks { get; private set; }

    public static Segment Open(string path) =>
        new(path, long.Parse(System.IO.Path.GetFileNameWithoutExtension(path), NumberStyles.None, CultureInfo.InvariantCulture),
            File.OpenHandle(path, FileMode.Open, FileAccess.ReadWrite, FileShare.ReadWrite | FileShare.Delete));

    /// <summary>Makes a new segment, whole or not at all: its head is on disk before it has its name.</summary>
    public static Segment Create(string directory, long position, IReadOnlyList<PartitionTail> tails)
    {
        var path = System.IO.Path.Combine(directory, position.ToString("D20", CultureInfo.InvariantCulture) + Extension);
        var temporary = path + ".tmp";
        using (var file = File.OpenHandle(temporary, FileMode.Create, FileAccess.Write))
        {
            RandomAccess.Write(file, SegmentHeader.Write(position, tails), 0);
            RandomAccess.FlushToDisk(file);
        }

        // Over what an attempt has left that failed after this: until it is opened nothing is in it.
        File.Move(temporary, path, overwrite: true);
        DirectoryEntries.Sync(directory);
        return Open(path);
    }

    /// <summary>Writes at the end, without syncing. After an exception the file may be longer than <see cref="Length"/>.</summary>
    public void Write(ReadOnlySpan<byte> bytes) => RandomAccess.Write(file, bytes, Length);

    /// <summary>Waits until everything is on disk and takes what was written as part of the segment.</summary>
    public void Sync(int written)
    {
        RandomAccess.FlushToDisk(file);
        Length += written;
    }

    /// <summary>Notes the time of events in it, UTC ticks. Time is in order within a partition only.</summary>
    public void Holds(long ticks)
    {
        FirstTicks = FirstTicks == 0 ? ticks : Math.Min(FirstTicks, ticks);
        LastTicks = Math.Max(LastTicks, ticks);
    }

    /// <summary>Cuts the file to a length in bytes.</summary>
    public void Truncate(long length)
    {
        RandomAccess.SetLength(file, length);
        RandomAccess.FlushToDisk(file);
        Length = length;
    }

    /// <summary>Reads from a position in the log until the buffer is full or the file ends; returns the bytes read.</summary>
    /// <exception cref="ObjectDisposedException">Retention has deleted the segment.</exception>
    public async ValueTask<int> ReadAsync(long position, Memory<byte> buffer, CancellationToken cancellationToken)
    {
        var total = 0;
        while (total < buffer.Length)
        {
            var read = await RandomAccess.ReadAsync(file, buffer[total..], position - Position + total, cancellationToken);
            if (read == 0)
                break;
            total += read;
        }

        return total;
    }

    /// <summary>The same, for recovery, which runs before anyone waits.</summary>
    public int Read(long position, Span<byte> buffer)
    {
        var total = 0;
        while (total < buffer.Length)
        {
            var read = RandomAccess.Read(file, buffer[total..], position - Position + total);
            if (read == 0)
                break;
            total += read;
        }

        return total;
    }

    public void Dispose() => file.Dispose();
}

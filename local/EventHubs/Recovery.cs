using Microsoft.Extensions.Logging;

namespace LiveTally.Local.EventHubs;

/// <summary>Reads the log back: checks every block, fills the indexes, cuts a torn tail, and refuses damage anywhere else.</summary>
internal sealed class Recovery(string directory, EventLogOptions options, ILogger logger)
{
    private const int BufferBytes = 4 << 20;

    private PartitionIndex[]? partitions;
    private PartitionTail[] tails = [];

    public static (SegmentList Segments, PartitionIndex[] Partitions) Run(string directory, EventLogOptions options, ILogger logger) =>
        new Recovery(directory, options, logger).Run();

    private (SegmentList Segments, PartitionIndex[] Partitions) Run()
    {
        foreach (var leftOver in Directory.EnumerateFiles(directory, "*" + Segment.Extension + ".tmp"))
            File.Delete(leftOver);
        var paths = Directory.GetFiles(directory, "*" + Segment.Extension).Order(StringComparer.Ordinal).ToArray();
        var segments = new List<Segment>();
        try
        {
            foreach (var path in paths)
            {
                segments.Add(Segment.Open(path));
                Read(segments, isLast: segments.Count == paths.Length);
            }

            if (segments.Count == 0)
            {
                tails = [.. Enumerable.Repeat(PartitionTail.Empty, options.PartitionCount)];
                segments.Add(Segment.Create(directory, 0, tails));
            }
        }
        catch
        {
            segments.ForEach(s => s.Dispose());
            throw;
        }

        partitions ??= [.. tails.Select(t => new PartitionIndex(t))];
        return (new SegmentList(segments), partitions);
    }

    private void Read(List<Segment> segments, bool isLast)
    {
        var segment = segments[^1];
        if (segments.Count > 1 && segments[^2].End != segment.Position)
        {
            throw Corrupt(
                segments[^2],
                segments[^2].Length,
                $"the log goes on at {segment.Position} in {segment.Path}; what lies between is missing");
        }

        var start = ReadHead(segment);
        var buffer = new byte[Math.Min(BufferBytes, Math.Max(segment.Length, BlockHeader.MaxBlockBytes))];
        while (true)
        {
            // The buffer has room for the longest block, so one that does not fit is read again from its start.
            var filled = segment.Read(start, buffer);
            var used = 0;
            while (BlockHeader.TryRead(buffer.AsSpan(used, filled - used), start + used, out var header))
            {
                Take(segment, header, buffer.AsSpan(used, header.Length));
                used += header.Length;
            }

            start += used;
            if (start == segment.End)
                return;
            if (used == 0)
                break;
        }

        if (!isLast || IsFollowedByLaterCommit(segment, start))
            throw Corrupt(segment, start - segment.Position, "a record fails its checksum, and it is not the tail");
        Log.TornTail(logger, segment.Path, segment.End - start, start - segment.Position);
        segment.Truncate(start - segment.Position);
    }

    private long ReadHead(Segment segment)
    {
        var head = new byte[SegmentHeader.Size(1024)];
        var length = segment.Read(segment.Position, head);
        var expected = SegmentHeader.Read(head.AsSpan(0, length), segment.Position, options.PartitionCount, segment.Path);
        if (partitions is null)
        {
            tails = expected;
            partitions = [.. tails.Select(t => new PartitionIndex(t))];
        }
        else if (!expected.AsSpan().SequenceEqual(tails))
        {
            throw Corrupt(segment, 0, "its partitions do not begin where the segment before it ends");
        }

        return segment.Position + SegmentHeader.Size(options.PartitionCount);
    }

    private void Take(Segment segment, in BlockHeader header, ReadOnlySpan<byte> block)
    {
        if ((uint)header.Partition >= (uint)tails.Length || header.FirstSequenceNumber != tails[header.Partition].NextSequenceNumber)
            throw Corrupt(segment, header.Position - segment.Position, "a record does not follow the one before it in its partition");
        var next = header.FirstSequenceNumber + header.Count;
        var tail = new PartitionTail(next, EventCodec.LastOffset(block, header), header.EnqueuedTicks);
        tails[header.Partition] = tail;
        partitions![header.Partition].Add(header.Entry, tail);
        segment.Holds(header.EnqueuedTicks);
    }

    /// <summary>
    /// Whether a block further on was written after the bad one had been synced. Then the bad one was acknowledged, and is damage;
    /// if not, it belongs to the last commit, which the process or the machine did not live to finish.
    /// </summary>
    private static bool IsFollowedByLaterCommit(Segment segment, long bad)
    {
        var rest = new byte[segment.End - bad];
        var length = segment.Read(bad, rest);
        for (var at = 1; at < length; at++)
        {
            var found = rest.AsSpan(at, length - at).IndexOf(BlockHeader.Magic);
            if (found < 0)
                return false;
            at += found;
            if (BlockHeader.TryRead(rest.AsSpan(at, length - at), bad + at, out var header) && header.CommitPosition > bad)
                return true;
        }

        return false;
    }

    private static EventLogException Corrupt(Segment segment, long at, string what) =>
        new(EventLogError.Corrupt, $"The event log is damaged: {what}: {segment.Path} at byte {at}");
}

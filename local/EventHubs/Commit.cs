namespace LiveTally.Local.EventHubs;

/// <summary>A block within a commit, and what its partition becomes once it is on disk.</summary>
internal readonly record struct CommittedBlock(int Partition, BlockEntry Entry, PartitionTail Tail);

/// <summary>Everything that waited, laid out as it goes to disk: per partition one block, or more where one would grow too long.</summary>
internal sealed class Commit
{
    private Commit(long position, byte[] bytes) => (Position, Bytes) = (position, bytes);

    public long Position { get; }

    public byte[] Bytes { get; }

    public List<CommittedBlock> Blocks { get; } = [];

    /// <summary>The appends with the first sequence number of each.</summary>
    public List<(PendingAppend Append, long FirstSequenceNumber)> Appends { get; } = [];

    public static Commit Build(
        IReadOnlyList<PendingAppend> waiting, long position, DateTimeOffset now, Func<int, PartitionTail> tailOf)
    {
        // OrderBy is stable: within a partition the order of arrival stays.
        var runs = Runs([.. waiting.OrderBy(a => a.Partition)]).ToList();
        var commit = new Commit(position, GC.AllocateUninitializedArray<byte>(runs.Sum(r => r.Length)));
        PartitionTail tail = default;
        var start = 0;
        for (var i = 0; i < runs.Count; i++)
        {
            if (i == 0 || runs[i].Partition != runs[i - 1].Partition)
                tail = tailOf(runs[i].Partition);
            tail = commit.Add(runs[i], start, tail, now);
            start += runs[i].Length;
        }

        return commit;
    }

    private static IEnumerable<Run> Runs(PendingAppend[] ordered)
    {
        for (var first = 0; first < ordered.Length;)
        {
            var partition = ordered[first].Partition;
            var length = BlockHeader.Size + ordered[first].Length;
            var end = first + 1;
            while (end < ordered.Length && ordered[end].Partition == partition && length + ordered[end].Length <= BlockHeader.MaxBlockBytes)
                length += ordered[end++].Length;
            yield return new Run(partition, length, new ArraySegment<PendingAppend>(ordered, first, end - first));
            first = end;
        }
    }

    private PartitionTail Add(Run run, int start, PartitionTail tail, DateTimeOffset now)
    {
        var next = tail.NextSequenceNumber;
        var end = start + BlockHeader.Size;
        var last = end;
        foreach (var append in run.Appends)
        {
            append.Encoded.CopyTo(Bytes.AsSpan(end));
            Appends.Add((append, next));
            next += append.Count;
            last = end + append.LastEventStart;
            end += append.Length;
        }

        // Time never runs backwards within a partition, so that events can be found by time.
        var ticks = Math.Max(now.UtcTicks, tail.LastTicks);
        var header = new BlockHeader(
            run.Length, run.Partition, Position + start, Position, tail.NextSequenceNumber, ticks, (int)(next - tail.NextSequenceNumber));
        header.Seal(Bytes.AsSpan(start));
        var newTail = new PartitionTail(next, Position + last, ticks);
        Blocks.Add(new CommittedBlock(run.Partition, header.Entry, newTail));
        return newTail;
    }

    private readonly record struct Run(int Partition, int Length, ArraySegment<PendingAppend> Appends);
}

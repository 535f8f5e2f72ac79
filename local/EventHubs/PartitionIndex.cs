namespace LiveTally.Local.EventHubs;

/// <summary>Where the blocks of one partition lie, and who waits for the next one.</summary>
internal sealed class PartitionIndex(PartitionTail tail)
{
    private readonly Lock gate = new();
    private readonly List<BlockEntry> blocks = [];
    private PartitionTail tail = tail;
    private TaskCompletionSource? added;

    public PartitionTail Tail
    {
        get
        {
            lock (gate)
                return tail;
        }
    }

    public PartitionProperties Properties
    {
        get
        {
            lock (gate)
            {
                var beginning = blocks.Count == 0 ? tail.NextSequenceNumber : blocks[0].FirstSequenceNumber;
                var time = tail.LastTicks == 0 ? default : new DateTimeOffset(tail.LastTicks, TimeSpan.Zero);
                return new PartitionProperties(beginning, tail.NextSequenceNumber - 1, tail.LastOffset, time);
            }
        }
    }

    /// <summary>Makes a block readable. It must be on disk.</summary>
    public void Add(BlockEntry entry, PartitionTail newTail)
    {
        TaskCompletionSource? waited;
        lock (gate)
        {
            blocks.Add(entry);
            tail = newTail;
            (waited, added) = (added, null);
        }

        waited?.SetResult();
    }

    /// <summary>Forgets the blocks before a position in the log.</summary>
    public void RemoveBefore(long position)
    {
        lock (gate)
        {
            var keep = blocks.FindIndex(b => b.Position >= position);
            blocks.RemoveRange(0, keep < 0 ? blocks.Count : keep);
        }
    }

    /// <summary>The blocks that hold up to <paramref name="maxEvents"/> events from a sequence number, or the first left, on.</summary>
    public List<BlockEntry> Find(long fromSequenceNumber, int maxEvents)
    {
        lock (gate)
        {
            var found = new List<BlockEntry>();
            long events = 0;
            for (var i = IndexOf(fromSequenceNumber); i < blocks.Count && events < maxEvents; i++)
            {
                var block = blocks[i];
                if (block.FirstSequenceNumber + block.Count <= fromSequenceNumber)
                    continue;
                found.Add(block);
                events += block.FirstSequenceNumber + block.Count - Math.Max(block.FirstSequenceNumber, fromSequenceNumber);
            }

            return found;
        }
    }

    /// <summary>All blocks, for a search by what only their headers tell.</summary>
    public BlockEntry[] Snapshot()
    {
        lock (gate)
            return [.. blocks];
    }

    /// <summary>A task that ends when the next block comes, or <see langword="null"/> if that sequence number, or a later one, can be read.</summary>
    public Task? WhenAdded(long sequenceNumber)
    {
        lock (gate)
        {
            // Numbers that were given out do not help a reader when retention has left nothing.
            if (blocks.Count > 0 && tail.NextSequenceNumber > sequenceNumber)
                return null;
            added ??= new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
            return added.Task;
        }
    }

    /// <summary>Ends all waiting: no more blocks will come.</summary>
    public void Fail(Exception exception)
    {
        lock (gate)
        {
            added ??= new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
            added.TrySetException(exception);
            _ = added.Task.Exception; // Observed here, in case nobody waits.
        }
    }

    /// <summary>The last block that begins at or before a sequence number; 0 if none does.</summary>
    private int IndexOf(long sequenceNumber)
    {
        int low = 0, high = blocks.Count;
        while (low < high)
        {
            var middle = (low + high) / 2;
            if (blocks[middle].FirstSequenceNumber <= sequenceNumber)
                low = middle + 1;
            else
                high = middle;
        }

        return Math.Max(0, low - 1);
    }
}

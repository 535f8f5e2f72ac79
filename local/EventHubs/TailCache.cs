namespace LiveTally.Local.EventHubs;

/// <summary>The newest commits as they were written, so that a reader at the tail touches no file.</summary>
internal sealed class TailCache(long capacityBytes)
{
    private const int MaxCommits = 4096;

    private readonly Lock gate = new();
    private readonly (long Position, byte[] Bytes)[] ring = new (long, byte[])[MaxCommits];
    private long first;
    private long end;
    private long bytes;

    public void Add(Commit commit)
    {
        lock (gate)
        {
            while (end > first && (end - first == MaxCommits || bytes + commit.Bytes.Length > capacityBytes))
            {
                ref var oldest = ref ring[first++ % MaxCommits];
                bytes -= oldest.Bytes.Length;
                oldest = default;
            }

            if (commit.Bytes.Length > capacityBytes)
                return;
            ring[end++ % MaxCommits] = (commit.Position, commit.Bytes);
            bytes += commit.Bytes.Length;
        }
    }

    public bool TryGet(BlockEntry entry, out ReadOnlyMemory<byte> block)
    {
        lock (gate)
        {
            long low = first, high = end;
            while (low < high)
            {
                var middle = (low + high) / 2;
                if (ring[middle % MaxCommits].Position <= entry.Position)
                    low = middle + 1;
                else
                    high = middle;
            }

            if (low > first)
            {
                var (position, commit) = ring[(low - 1) % MaxCommits];
                if (entry.Position + entry.Length <= position + commit.Length)
                {
                    block = commit.AsMemory((int)(entry.Position - position), entry.Length);
                    return true;
                }
            }

            block = default;
            return false;
        }
    }
}

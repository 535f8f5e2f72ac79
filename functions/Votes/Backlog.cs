namespace LiveTally.Votes;

/// <summary>What waits or is under way over all partitions, counted so that it stays within its bounds.</summary>
internal sealed class Backlog(VotingOptions options)
{
    private long _votes;
    private long _bytes;

    /// <summary>Counts a vote in; false, and not counted, when there is no room for it.</summary>
    public bool TryAdd(int bytes)
    {
        if (Interlocked.Increment(ref _votes) <= options.MaxWaitingTotal & Interlocked.Add(ref _bytes, bytes) <= options.MaxWaitingBytes)
            return true;
        Remove(1, bytes);
        return false;
    }

    public void Remove(int votes, long bytes)
    {
        Interlocked.Add(ref _votes, -votes);
        Interlocked.Add(ref _bytes, -bytes);
    }
}

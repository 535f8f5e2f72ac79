namespace LiveTally.Local.EventHubs;

/// <summary>Appends that wait for the committer, bounded by their bytes until they are on disk.</summary>
internal sealed class AppendQueue(long maxPendingBytes)
{
    private readonly object gate = new();
    private List<PendingAppend> waiting = [];
    private long pendingBytes;
    private bool woken;
    private bool completed;

    /// <summary>Takes the append, or says why not.</summary>
    public EventLogError? TryEnqueue(PendingAppend append)
    {
        lock (gate)
        {
            if (completed)
                return EventLogError.Closed;
            if (pendingBytes + append.Length > maxPendingBytes)
                return EventLogError.Busy;
            pendingBytes += append.Length;
            waiting.Add(append);
            if (waiting.Count == 1)
                Monitor.Pulse(gate);
            return null;
        }
    }

    /// <summary>Blocks until something waits, or <see cref="Wake"/>, and swaps what waits for <paramref name="emptied"/>; false once completed and drained.</summary>
    public bool TakeAll(ref List<PendingAppend> emptied)
    {
        lock (gate)
        {
            while (waiting.Count == 0 && !woken)
            {
                if (completed)
                    return false;
                Monitor.Wait(gate);
            }

            woken = false;
            (waiting, emptied) = (emptied, waiting);
            return true;
        }
    }

    /// <summary>Ends the blocking though nothing may wait.</summary>
    public void Wake()
    {
        lock (gate)
        {
            woken = true;
            Monitor.Pulse(gate);
        }
    }

    /// <summary>Makes room again for bytes that no longer wait.</summary>
    public void Release(long bytes)
    {
        lock (gate)
            pendingBytes -= bytes;
    }

    /// <summary>Takes nothing more; what waits is still handed out.</summary>
    public void Complete()
    {
        lock (gate)
        {
            completed = true;
            Monitor.Pulse(gate);
        }
    }
}

using System.Collections.Concurrent;

namespace LiveTally.Local.CosmosDb.Storage;

/// <summary>Read sessions for reuse. Each has a page cache of its own, so there are never more than the processors can keep busy.</summary>
internal sealed class ReaderPool(StoreFile file) : IDisposable
{
    /// <summary>How many sessions there are at most; who wants one more waits for the end of another's read.</summary>
    private static readonly int Capacity = Math.Clamp(2 * Environment.ProcessorCount, 4, 16);

    private readonly ConcurrentBag<ReadSession> idle = [];
    private readonly SemaphoreSlim free = new(Capacity);

    public Lease Rent()
    {
        // A read is synchronous and short, and nobody holds two sessions: the wait is one for a processor.
        free.Wait();
        try
        {
            return new(this, idle.TryTake(out var session) ? session : new ReadSession(file.OpenReader()));
        }
        catch
        {
            free.Release();
            throw;
        }
    }

    public void Dispose()
    {
        while (idle.TryTake(out var session))
        {
            session.Dispose();
        }

        free.Dispose();
    }

    private void Return(ReadSession session)
    {
        idle.Add(session);
        free.Release();
    }

    /// <summary>A session for the duration of one synchronous read.</summary>
    public readonly struct Lease(ReaderPool pool, ReadSession session) : IDisposable
    {
        public ReadSession Session => session;

        public void Dispose() => pool.Return(session);
    }
}

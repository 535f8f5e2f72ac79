using System.Collections.Concurrent;

namespace LiveTally.Local.CosmosDb.Storage;

/// <summary>Read sessions for reuse. There are never more than there were readers at one moment, which the thread pool bounds.</summary>
internal sealed class ReaderPool(StoreFile file) : IDisposable
{
    private readonly ConcurrentBag<ReadSession> idle = [];

    public Lease Rent() => new(this, idle.TryTake(out var session) ? session : new ReadSession(file.OpenReader()));

    public void Dispose()
    {
        while (idle.TryTake(out var session))
        {
            session.Dispose();
        }
    }

    /// <summary>A session for the duration of one synchronous read.</summary>
    public readonly struct Lease(ReaderPool pool, ReadSession session) : IDisposable
    {
        public ReadSession Session => session;

        public void Dispose() => pool.idle.Add(session);
    }
}

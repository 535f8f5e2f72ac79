using System.Collections.Concurrent;
using Microsoft.Data.Sqlite;
using Microsoft.Extensions.Logging;

namespace LiveTally.Local.CosmosDb.Storage;

/// <summary>
/// The one writer. It takes every request that waits, runs each in a savepoint of its own within one transaction, commits once,
/// then answers all: under load one disk sync serves many callers, and alone a caller waits for nobody.
/// </summary>
internal sealed class Writer : IAsyncDisposable
{
    private const int LargestGroup = 512;

    private readonly WriteSession session;
    private readonly ILogger logger;
    private bool unavailable;
    // Blocks a thread of its own, because SQLite does: the thread pool stays free to answer requests.
    private readonly BlockingCollection<WriteRequest> queue = [];
    private readonly TaskCompletionSource stopped = new(TaskCreationOptions.RunContinuationsAsynchronously);

    public Writer(WriteSession session, ILogger logger)
    {
        (this.session, this.logger) = (session, logger);
        new Thread(Run) { IsBackground = true, Name = "Cosmos DB writer" }.Start();
    }

    /// <summary>Queues a request; the task ends once its outcome is durable.</summary>
    public Task<TResult> RunAsync<TResult>(Func<WriteSession, (TResult Result, bool Keep)> work)
    {
        var request = new WriteRequest<TResult>(work);
        queue.Add(request);
        return request.Answer;
    }

    public async ValueTask DisposeAsync()
    {
        queue.CompleteAdding();
        await stopped.Task;
        queue.Dispose();
        session.Dispose();
    }

    private void Run()
    {
        var group = new List<WriteRequest>();
        foreach (var first in queue.GetConsumingEnumerable())
        {
            group.Add(first);
            while (group.Count < LargestGroup && queue.TryTake(out var next))
            {
                group.Add(next);
            }

            Commit(group);
            group.Clear();
        }

        stopped.SetResult();
    }

    private void Commit(List<WriteRequest> group)
    {
        try
        {
            session.Begin();
            group.ForEach(Run);
            session.Commit();
        }
        catch (Exception e)
        {
            session.Rollback();
            var reason = Explain(group.Count, e);
            group.ForEach(request => request.Fail(reason));
            return;
        }

        if (unavailable)
        {
            unavailable = false;
            Log.StoreRecovered(logger);
        }

        group.ForEach(request => request.Complete());
    }

    /// <summary>Logs why a group failed; of a disk that takes nothing, once until it does again.</summary>
    private Exception Explain(int count, Exception fault)
    {
        if (fault is not SqliteException reason || !StoreUnavailableException.IsFor(reason))
        {
            Log.GroupFailed(logger, count, fault);
            return fault;
        }

        if (!unavailable)
        {
            unavailable = true;
            Log.StoreUnavailable(logger, reason.Message);
        }

        return new StoreUnavailableException(reason);
    }

    /// <summary>Runs one request. What it throws fails it alone; an error of the store itself fails the whole group.</summary>
    private void Run(WriteRequest request)
    {
        session.Savepoint();
        try
        {
            if (request.Run(session))
            {
                session.Release();
            }
            else
            {
                session.Undo();
            }
        }
        catch (Exception e) when (e is not SqliteException)
        {
            session.Undo();
            request.Fail(e);
        }
    }
}

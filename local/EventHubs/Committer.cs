using Microsoft.Extensions.Logging;

namespace LiveTally.Local.EventHubs;

/// <summary>
/// The one thread that writes. It takes everything that waits, writes it in one go, syncs once, and completes all of it: while it is at
/// the disk the next commit gathers, so there is no window to choose and a lone append goes out at once. It also begins new segments and
/// asks retention, so that nobody else changes the files.
/// </summary>
internal sealed class Committer
{
    private const int SegmentsPerRetention = 4;

    private readonly EventLogOptions options;
    private readonly AppendQueue queue;
    private readonly SegmentList segments;
    private readonly PartitionIndex[] partitions;
    private readonly TailCache cache;
    private readonly Retention retention;
    private readonly ILogger logger;
    private readonly TimeProvider timeProvider;
    private readonly TaskCompletionSource stopped = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private volatile EventLogException? closed;
    private bool refusing;
    private bool rolling;

    public Committer(
        EventLogOptions options, AppendQueue queue, SegmentList segments, PartitionIndex[] partitions, TailCache cache, Retention retention,
        ILogger logger, TimeProvider timeProvider)
    {
        this.options = options;
        this.queue = queue;
        this.segments = segments;
        this.partitions = partitions;
        this.cache = cache;
        this.retention = retention;
        this.logger = logger;
        this.timeProvider = timeProvider;
        new Thread(Run) { Name = "event log committer", IsBackground = true }.Start();
    }

    /// <summary>Why the log takes no more appends, if it does not.</summary>
    public EventLogException? ClosedBy => closed;

    /// <summary>Ends when the queue is completed and everything in it has been dealt with.</summary>
    public Task Stopped => stopped.Task;

    private void Run()
    {
        using var clock = StartClock();
        var waiting = new List<PendingAppend>();
        while (queue.TakeAll(ref waiting))
        {
            var bytes = waiting.Sum(a => (long)a.Length);
            waiting.RemoveAll(FailedAsCancelled);
            var (commit, failure) = TryCommit(waiting);
            queue.Release(bytes);
            if (failure is not null)
                waiting.ForEach(a => a.Fail(failure));
            else
                commit?.Appends.ForEach(a => a.Append.Complete(a.FirstSequenceNumber));
            waiting.Clear();
        }

        stopped.SetResult();
    }

    /// <summary>Wakes this thread from time to time: events are to go though no others come.</summary>
    private ITimer? StartClock()
    {
        if (options.Retention is not { } age)
            return null;
        var ticks = Math.Clamp(age.Ticks / SegmentsPerRetention, TimeSpan.TicksPerSecond / 10, TimeSpan.TicksPerMinute);
        var period = TimeSpan.FromTicks(ticks);
        return timeProvider.CreateTimer(static queue => ((AppendQueue)queue!).Wake(), queue, period, period);
    }

    private static bool FailedAsCancelled(PendingAppend append)
    {
        if (!append.CancellationToken.IsCancellationRequested)
            return false;
        append.Fail(new OperationCanceledException(append.CancellationToken));
        return true;
    }

    private (Commit? Commit, EventLogException? Failure) TryCommit(List<PendingAppend> waiting)
    {
        if (closed is { } reason)
            return (null, reason);
        try
        {
            var commit = Commit(waiting);
            if (refusing && commit is not null)
            {
                Log.DiskAccepts(logger, segments.Active.Path);
                refusing = false;
            }

            return (commit, null);
        }
        catch (EventLogException e) when (e.Error == EventLogError.DiskRefused)
        {
            // Once, not per commit: a full disk is no place to write a log line for every append.
            if (!refusing)
                Log.DiskRefused(logger, segments.Active.Path, e);
            refusing = true;
            return (null, e);
        }
        catch (Exception e)
        {
            Log.Closed(logger, segments.Active.Path, e);
            closed = new EventLogException(
                EventLogError.Closed,
                $"The event log takes no more appends until it is opened anew: the disk has failed: {segments.Active.Path}: {e.Message}",
                e);
            queue.Complete();
            return (null, closed);
        }
    }

    /// <summary>Null if nothing waits: then only the clock was to be heeded.</summary>
    private Commit? Commit(List<PendingAppend> waiting)
    {
        var now = timeProvider.GetUtcNow();
        if (IsComplete(segments.Active, now))
            Roll();
        if (waiting.Count == 0)
        {
            retention.Apply();
            return null;
        }

        var segment = segments.Active;
        var commit = EventHubs.Commit.Build(waiting, segment.End, now, p => partitions[p].Tail);
        Write(segment, commit.Bytes);
        cache.Add(commit);
        foreach (var block in commit.Blocks)
        {
            partitions[block.Partition].Add(block.Entry, block.Tail);
            segment.Holds(block.Tail.LastTicks);
        }

        return commit;
    }

    private bool IsComplete(Segment segment, DateTimeOffset now) =>
        rolling
        || segment.Length >= options.SegmentBytes
        || (segment.FirstTicks != 0 && options.Retention is { } age && now.UtcTicks - segment.FirstTicks >= age.Ticks / SegmentsPerRetention);

    private void Roll()
    {
        // Until it succeeds: a failed attempt may have left the new file, and an append to the old one would then overlap it.
        rolling = true;
        try
        {
            segments.Add(Segment.Create(options.DataDirectory, segments.Active.End, [.. partitions.Select(p => p.Tail)]));
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException or ArgumentOutOfRangeException)
        {
            throw Refused(segments.Active, e);
        }

        rolling = false;
        retention.Apply();
    }

    private static void Write(Segment segment, byte[] bytes)
    {
        try
        {
            segment.Write(bytes);
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException or ArgumentOutOfRangeException)
        {
            // Part of it may be there. What cannot be cut off again closes the log.
            segment.Truncate(segment.Length);
            throw Refused(segment, e);
        }

        // A failed sync leaves unknown what is on disk, and a second one would not tell: it is not caught here, and closes the log.
        segment.Sync(bytes.Length);
    }

    private static EventLogException Refused(Segment segment, Exception e) =>
        new(EventLogError.DiskRefused, $"The disk refused an append; nothing was appended: {segment.Path}: {e.Message}", e);
}

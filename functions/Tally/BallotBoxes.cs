using LiveTally.Operations;
using LiveTally.Polls;
using Microsoft.Azure.Cosmos;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Options;

namespace LiveTally.Tally;

/// <summary>Brings events into a box: decide, commit, and again on the box as it really is when another owner was faster.</summary>
public sealed class BallotBoxes(BoxStore store, BoxCache cache, IOptions<TallyOptions> options, TimeProvider time, ILogger<BallotBoxes> logger) : IDisposable
{
    private const int MaxRefusals = 5;

    private readonly SemaphoreSlim _turns = new(options.Value.ConcurrentBoxes);

    /// <summary>Returns when the events are in the box, or have been there before.</summary>
    /// <exception cref="CosmosException">
    /// Storage failed. The events may or may not be in the box; bringing them again is harmless.
    /// </exception>
    /// <exception cref="InvalidDataException">The box is damaged and takes nothing.</exception>
    public async Task AddAsync(Poll poll, int box, int partition, IReadOnlyCollection<BoxEvent> events, CancellationToken cancellationToken)
    {
        await _turns.WaitAsync(cancellationToken);
        try
        {
            var loaded = await ApplyAsync(poll, box, partition, events, cancellationToken);
            await CompactAsync(loaded, cancellationToken);
            cache.Put(loaded);
        }
        finally
        {
            _turns.Release();
        }
    }

    public void Dispose() => _turns.Dispose();

    private async Task<LoadedBox> ApplyAsync(Poll poll, int box, int partition, IReadOnlyCollection<BoxEvent> events, CancellationToken cancellationToken)
    {
        var loaded = cache.Take(poll.Id, box) ?? await store.LoadAsync(poll, box, cancellationToken);
        var refused = 0;
        while (BallotBox.Apply(loaded.State, poll.BoxRules, partition, events) is { } change)
        {
            if (await CommitAsync(loaded, change, events, cancellationToken) is { } etags)
            {
                CommitTelemetry.Committed(change, events, time.GetUtcNow());
                loaded.State.Fold(change, etags.Page);
                return loaded with { ETag = etags.Head };
            }

            Telemetry.CommitConflicts.Add(1);
            Log.CommitConflict(logger, poll.Id, box);
            var current = await store.LoadAsync(poll, box, cancellationToken);

            // A conflict is another owner's write. Where nobody has written, a page without a head is in the way, for good.
            refused = current.ETag == loaded.ETag ? refused + 1 : 0;
            if (refused == MaxRefusals)
                throw new InvalidDataException($"Box {box} of poll {poll.Id} refuses every commit after entry {current.State.Head.Entries}.");
            loaded = current;
        }

        return loaded;
    }

    private async Task<BoxETags?> CommitAsync(LoadedBox box, BoxChange change, IReadOnlyCollection<BoxEvent> events, CancellationToken cancellationToken)
    {
        using var span = Traces.StartWithin("commit box");
        span?.SetTag("livetally.poll.id", change.Head.PollId).SetTag("livetally.box", change.Head.Box).SetTag("livetally.entries", change.Entries.Count);
        var page = change.Page with { TraceParent = Traces.Current, AcceptedAt = CommitTelemetry.OldestCounted(change, events) };
        try
        {
            var etags = await store.CommitAsync(box, change with { Page = page }, cancellationToken);
            span?.SetTag("livetally.conflict", etags is null);
            return etags;
        }
        catch (Exception e)
        {
            span.Fail(e);
            throw;
        }
    }

    private async Task CompactAsync(LoadedBox box, CancellationToken cancellationToken)
    {
        var head = box.State.Head;
        var pages = box.State.SmallPages;
        if (pages.Due is not { } due)
            return;

        try
        {
            if (await store.CompactAsync(head.PollId, head.Box, due, cancellationToken) is { } merged)
                pages.Compacted(merged);
            else
                pages.Clear();
        }
        catch (CosmosException e)
        {
            // The votes are in the box, compacted or not; the next long run will be.
            Log.NotCompacted(logger, head.PollId, head.Box, e.StatusCode);
            pages.Clear();
        }
    }
}

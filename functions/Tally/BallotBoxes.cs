using LiveTally.Polls;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Options;

namespace LiveTally.Tally;

/// <summary>Brings votes into a box: decide, commit, and again on the box as it really is when another owner was faster.</summary>
public sealed class BallotBoxes(BoxStore store, BoxCache cache, IOptions<TallyOptions> options, ILogger<BallotBoxes> logger) : IDisposable
{
    private const int MaxConflicts = 10;

    private readonly SemaphoreSlim _turns = new(options.Value.ConcurrentBoxes);

    /// <summary>Returns when the votes are in the box, or have been there before.</summary>
    /// <exception cref="Microsoft.Azure.Cosmos.CosmosException">
    /// Storage failed. The votes may or may not be in the box; bringing them again is harmless.
    /// </exception>
    /// <exception cref="InvalidDataException">The box is damaged and takes no votes.</exception>
    public async Task AddAsync(Poll poll, int box, int partition, IReadOnlyCollection<CastVote> votes, CancellationToken cancellationToken)
    {
        await _turns.WaitAsync(cancellationToken);
        try
        {
            await ApplyAsync(poll, box, partition, votes, cancellationToken);
        }
        finally
        {
            _turns.Release();
        }
    }

    public void Dispose() => _turns.Dispose();

    private async Task ApplyAsync(Poll poll, int box, int partition, IReadOnlyCollection<CastVote> votes, CancellationToken cancellationToken)
    {
        var loaded = cache.Take(poll.Id, box) ?? await store.LoadAsync(poll, box, cancellationToken);
        for (var conflicts = 0; BallotBox.Apply(loaded.State, poll.BoxRules, partition, votes) is { } change;)
        {
            if (await store.CommitAsync(loaded, change, cancellationToken) is { } etag)
            {
                loaded.State.Fold(change);
                loaded = loaded with { ETag = etag };
                break;
            }

            // Each conflict is another owner's commit, and owners are few; a page without a head, though, is in the way for good.
            Log.CommitConflict(logger, poll.Id, box);
            if (++conflicts == MaxConflicts)
                throw new InvalidDataException($"Box {box} of poll {poll.Id} refuses every commit after entry {loaded.State.Head.Entries}.");
            loaded = await store.LoadAsync(poll, box, cancellationToken);
        }

        cache.Put(loaded);
    }
}

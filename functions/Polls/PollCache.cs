using System.ComponentModel;
using LiveTally.Operations;
using Microsoft.Azure.Cosmos;
using Microsoft.Extensions.Caching.Hybrid;

namespace LiveTally.Polls;

/// <summary>Poll definitions for the hot paths: at most <see cref="Lifetime"/> old, one read for however many that ask at once.</summary>
public sealed class PollCache(TallyDatabase database, HybridCache cache, TimeProvider time)
{
    /// <summary>
    /// The oldest that a definition may be, from before it was read, however long the read took. Closing a poll counts on it
    /// (<see cref="ClosingOptions"/>).
    /// </summary>
    public static readonly TimeSpan Lifetime = TimeSpan.FromSeconds(2);

    private static readonly HybridCacheEntryOptions Entry = new()
    {
        LocalCacheExpiration = Lifetime,
        Expiration = Lifetime,
        Flags = HybridCacheEntryFlags.DisableDistributedCache,
    };

    /// <summary>The poll, unless it is a draft: of those nobody but admins knows.</summary>
    public async ValueTask<Poll?> GetPublicAsync(string pollId, CancellationToken cancellationToken) =>
        await GetAsync(pollId, cancellationToken) is { State: not (PollState.Draft or PollState.Deleted) } poll ? poll : null;

    /// <summary>The poll; before the answer is "none", storage itself is asked, since a cached "none" may be older than the poll.</summary>
    public async ValueTask<Poll?> FindAsync(string pollId, CancellationToken cancellationToken) =>
        Existing(await FindOrTombstoneAsync(pollId, cancellationToken));

    /// <summary>
    /// As <see cref="FindAsync"/>, and of a deleted poll the tombstone. A draft comes from storage too: rules may have changed between a
    /// cached draft and the poll that was opened, and only those of an open poll are fixed.
    /// </summary>
    public async ValueTask<Poll?> FindOrTombstoneAsync(string pollId, CancellationToken cancellationToken)
    {
        if (!PollId.IsValid(pollId))
            return null;
        return await GetAsync(pollId, cancellationToken) is { State: not PollState.Draft } poll ? poll : await ReadAsync(database, pollId, cancellationToken);
    }

    /// <summary>The poll as it stands now, past the cache.</summary>
    public async Task<Poll?> ReadAsync(string pollId, CancellationToken cancellationToken) =>
        PollId.IsValid(pollId) ? Existing(await ReadAsync(database, pollId, cancellationToken)) : null;

    /// <summary>Lets the next reader here see a change at once; other instances see it within <see cref="Lifetime"/>.</summary>
    public ValueTask InvalidateAsync(string pollId, CancellationToken cancellationToken) => cache.RemoveAsync(pollId, cancellationToken);

    private async ValueTask<Poll?> GetAsync(string pollId, CancellationToken cancellationToken)
    {
        if (!PollId.IsValid(pollId))
            return null;

        for (var attempt = 0; attempt < 2; attempt++)
        {
            var cached = await cache.GetOrCreateAsync(
                pollId,
                (this, pollId),
                static async (key, ct) => await key.Item1.ReadNowAsync(key.pollId, ct),
                Entry,
                tags: null,
                cancellationToken);
            if (time.GetElapsedTime(cached.ReadAt) <= Lifetime)
                return cached.Poll;
            await cache.RemoveAsync(pollId, cancellationToken);
        }

        return await ReadAsync(database, pollId, cancellationToken);
    }

    private static Poll? Existing(Poll? poll) => poll is { State: PollState.Deleted } ? null : poll;

    private async Task<CachedPoll> ReadNowAsync(string pollId, CancellationToken cancellationToken)
    {
        var readAt = time.GetTimestamp();
        return new CachedPoll(await ReadAsync(database, pollId, cancellationToken), readAt);
    }

    private static async Task<Poll?> ReadAsync(TallyDatabase database, string pollId, CancellationToken cancellationToken)
    {
        var (poll, _) = await database.Polls.TryReadAsync(pollId, new PartitionKey(pollId), AppJson.Default.Poll, cancellationToken);
        return poll;
    }

    /// <param name="Poll">Null when there is none.</param>
    /// <param name="ReadAt">A timestamp from before the read.</param>
    [ImmutableObject(true)]
    private sealed record CachedPoll(Poll? Poll, long ReadAt);
}

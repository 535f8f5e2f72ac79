using LiveTally.Polls;
using Microsoft.Extensions.Caching.Hybrid;

namespace LiveTally.Tally;

/// <summary>Views of boxes for those who ask about single voters: one read of a box a second and instance, however many ask.</summary>
public sealed class BoxViews(BoxStore boxes, HybridCache cache)
{
    /// <summary>The oldest that a view may be, from when it was read.</summary>
    public static readonly TimeSpan Lifetime = TimeSpan.FromSeconds(1);

    private static readonly HybridCacheEntryOptions Entry = new()
    {
        LocalCacheExpiration = Lifetime,
        Flags = HybridCacheEntryFlags.DisableDistributedCache,
    };

    /// <summary>The box as it stood at most <see cref="Lifetime"/> and the time of a read ago.</summary>
    /// <exception cref="InvalidDataException">The box is damaged.</exception>
    public ValueTask<BoxView> GetAsync(Poll poll, int box, CancellationToken cancellationToken) => cache.GetOrCreateAsync(
        Key(poll, box),
        (boxes, poll, box),
        static async (key, ct) => new BoxView(await key.boxes.ReadJournalAsync(key.poll, key.box, ct), key.poll.BoxRules),
        Entry,
        tags: null,
        cancellationToken);

    /// <summary>The box as it stood later than in a view that was got here before.</summary>
    /// <exception cref="InvalidDataException">The box is damaged.</exception>
    public async ValueTask<BoxView> GetNewerAsync(Poll poll, int box, BoxView than, CancellationToken cancellationToken)
    {
        var view = await GetAsync(poll, box, cancellationToken);
        if (!ReferenceEquals(view, than))
            return view;

        // Its time may be over by the wait and not yet by the cache's clock.
        await cache.RemoveAsync(Key(poll, box), cancellationToken);
        return await GetAsync(poll, box, cancellationToken);
    }

    private static string Key(Poll poll, int box) => $"{poll.Id}/{box}";
}

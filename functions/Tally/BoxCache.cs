using System.Collections.Concurrent;
using Microsoft.Extensions.Options;

namespace LiveTally.Tally;

/// <summary>
/// Boxes in memory between commits. A box is taken out while it is worked on, so that two owners in one process never share one; the
/// second reads its own from storage, and the ETag decides between them.
/// </summary>
public sealed class BoxCache(IOptions<TallyOptions> options)
{
    // What an empty box takes, in entries.
    private const int BoxWeight = 10;

    private readonly ConcurrentDictionary<(string PollId, int Box), LoadedBox> _boxes = new();
    private long _weight;

    /// <summary>Takes the box out, if it is here.</summary>
    public LoadedBox? Take(string pollId, int box)
    {
        if (!_boxes.TryRemove((pollId, box), out var loaded))
            return null;

        Interlocked.Add(ref _weight, -WeightOf(loaded));
        return loaded;
    }

    /// <summary>Puts the box back, and lets go of others where there is no room.</summary>
    public void Put(LoadedBox loaded)
    {
        var head = loaded.State.Head;
        if (_boxes.TryAdd((head.PollId, head.Box), loaded))
            Interlocked.Add(ref _weight, WeightOf(loaded));

        while (Interlocked.Read(ref _weight) > options.Value.CachedBallots && _boxes.FirstOrDefault() is { Value: not null } any)
            Take(any.Key.PollId, any.Key.Box);
    }

    private static int WeightOf(LoadedBox loaded) => (int)long.Min(BoxWeight + loaded.State.Head.Entries, int.MaxValue / 2);
}

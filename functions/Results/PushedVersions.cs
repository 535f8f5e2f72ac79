using System.Collections.Concurrent;

namespace LiveTally.Results;

/// <summary>The newest push of each poll by this instance: its version, and when it was.</summary>
public sealed class PushedVersions(TimeProvider time)
{
    private const int MaxPolls = 10_000;

    private readonly ConcurrentDictionary<string, (long Version, long Timestamp)> _last = new();

    /// <summary>How long the poll's next push has to wait.</summary>
    public TimeSpan RestOf(string pollId, TimeSpan interval) =>
        _last.TryGetValue(pollId, out var last) ? interval - time.GetElapsedTime(last.Timestamp) : TimeSpan.Zero;

    /// <summary>False when this version or a newer one is noted already.</summary>
    public bool TryNote(string pollId, long version)
    {
        // Forgetting costs a repeated push at the most, which clients drop.
        if (_last.Count >= MaxPolls)
            _last.Clear();

        var next = (version, time.GetTimestamp());
        return _last.AddOrUpdate(pollId, next, (_, last) => version > last.Version ? next : last) == next;
    }
}

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

    /// <summary>Notes a version that is to be pushed, and returns the newest that was noted before; -1 when none was.</summary>
    public long Note(string pollId, long version)
    {
        // Forgetting costs a repeated push at the most, which clients drop.
        if (_last.Count >= MaxPolls)
            _last.Clear();

        var next = (version, time.GetTimestamp());
        while (true)
        {
            if (!_last.TryGetValue(pollId, out var last))
            {
                if (_last.TryAdd(pollId, next))
                    return -1;
            }
            else if (version <= last.Version || _last.TryUpdate(pollId, next, last))
            {
                return last.Version;
            }
        }
    }
}

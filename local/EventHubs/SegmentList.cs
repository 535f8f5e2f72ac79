using System.Collections.Immutable;

namespace LiveTally.Local.EventHubs;

/// <summary>The segments in order. One thread changes it; any may search it.</summary>
internal sealed class SegmentList(IEnumerable<Segment> segments) : IDisposable
{
    private volatile ImmutableList<Segment> segments = [.. segments];

    /// <summary>The one that is written to.</summary>
    public Segment Active => segments[^1];

    public void Add(Segment segment) => segments = segments.Add(segment);

    /// <summary>The segment that holds a position in the log, or <see langword="null"/> if retention has deleted it.</summary>
    public Segment? Find(long position)
    {
        var now = segments;
        int low = 0, high = now.Count;
        while (low < high)
        {
            var middle = (low + high) / 2;
            if (now[middle].Position <= position)
                low = middle + 1;
            else
                high = middle;
        }

        return low == 0 ? null : now[low - 1];
    }

    /// <summary>The oldest segment, if it is complete and need no longer be kept.</summary>
    public Segment? FirstExpired(EventLogOptions options, DateTimeOffset now)
    {
        var first = segments[0];
        if (first == Active)
            return null;
        var tooOld = options.Retention is { } age && now.UtcTicks - first.LastTicks > age.Ticks;
        var tooMuch = options.RetentionBytes is { } bytes && Active.End - first.End >= bytes;
        return tooOld || tooMuch ? first : null;
    }

    public void RemoveFirst()
    {
        var first = segments[0];
        segments = segments.RemoveAt(0);
        first.Dispose();
    }

    public void Dispose()
    {
        foreach (var segment in segments)
            segment.Dispose();
    }
}

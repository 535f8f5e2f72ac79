using System.Collections.Immutable;

namespace LiveTally.Results;

/// <summary>A tally of a moment.</summary>
/// <param name="At">When it was merged.</param>
/// <param name="Ballots">Voters whose ballot counted.</param>
/// <param name="Counts">Choices per option, in the poll's order; in a ranking Borda points.</param>
public sealed record TimelinePoint(DateTimeOffset At, long Ballots, ImmutableArray<long> Counts)
{
    public static TimelinePoint Of(ResultsDocument results) => new(results.AsOf, results.Ballots, results.Counts);
}

/// <summary>
/// How a poll's tally has grown (container <c>results</c>, id <c>timeline</c>), in so few points that any poll's fit: whenever they are too
/// many every other one goes, and the interval between them doubles (decision 0014).
/// </summary>
public sealed record Timeline
{
    /// <summary>Id of the document within the poll's logical partition.</summary>
    public const string DocumentId = "timeline";

    /// <summary>Most points that anybody gets to see.</summary>
    public const int MaxPoints = 300;

    // One more may come at the end: the final tally, or the one that is current when somebody asks. It is odd, so that the last one stays.
    private const int MaxKept = MaxPoints - 1;

    private const int FirstInterval = 1;

    public string Id { get; init; } = DocumentId;

    public required string PollId { get; init; }

    /// <summary>Least time between two points, in seconds: a power of two.</summary>
    public int Interval { get; init; } = FirstInterval;

    /// <summary>The version of the results that the last point shows; 0 when there is none.</summary>
    public long Version { get; init; }

    /// <summary>Oldest first.</summary>
    public required ImmutableArray<TimelinePoint> Points { get; init; }

    /// <summary>A point that is merged earlier is not kept, unless it is the final one.</summary>
    public DateTimeOffset DueAt => Points is [.., var last] ? last.At.AddSeconds(Interval) : DateTimeOffset.MinValue;

    public static Timeline Empty(string pollId) => new() { PollId = pollId, Points = [] };

    /// <summary>The timeline with these results in it, if they are due or final and newer than its last point.</summary>
    public Timeline With(ResultsDocument results)
    {
        var next = Points.Length >= MaxKept ? Thinned() : this;
        return results.Version > Version && (results.AsOf >= next.DueAt || results.Final is not null) ? next.Append(results) : next;
    }

    /// <summary>All points, and these results as the last one if they are newer.</summary>
    public ImmutableArray<TimelinePoint> Until(ResultsDocument results) => results.Version > Version ? Append(results).Points : Points;

    private Timeline Thinned() => this with { Points = [.. Points.Where((_, i) => i % 2 == 0)], Interval = 2 * Interval };

    private Timeline Append(ResultsDocument results)
    {
        // A clock that was set back must not turn the order round.
        var point = TimelinePoint.Of(results);
        if (Points is [.., var last] && point.At < last.At)
            point = point with { At = last.At };
        return this with { Points = Points.Add(point), Version = results.Version };
    }
}

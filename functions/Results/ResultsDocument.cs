using System.Collections.Immutable;
using LiveTally.Polls;

namespace LiveTally.Results;

/// <summary>What the merged tally knows of one box.</summary>
/// <param name="Entries">Entries in the box's journal; the larger is the newer.</param>
/// <param name="Ballots">Ballots that count.</param>
/// <param name="Counts">Choices per option.</param>
public sealed record BoxTally(long Entries, long Ballots, ImmutableArray<long> Counts);

/// <summary>
/// A poll's merged tally (container <c>results</c>, id <c>current</c>): per box the newest that is known, their sum, and the poll's state.
/// A state-based CRDT: merging is commutative, associative and idempotent, so that lost, late and repeated deliveries cannot change the sum.
/// </summary>
public sealed record ResultsDocument
{
    /// <summary>Id of the document within the poll's logical partition.</summary>
    public const string CurrentId = "current";

    public string Id { get; init; } = CurrentId;

    public required string PollId { get; init; }

    public PollState State { get; init; } = PollState.Open;

    /// <summary>Grows by one with every change of this document.</summary>
    public long Version { get; init; }

    public long Ballots { get; init; }

    public required ImmutableArray<long> Counts { get; init; }

    public ImmutableSortedDictionary<int, BoxTally> Boxes { get; init; } = ImmutableSortedDictionary<int, BoxTally>.Empty;

    /// <summary>When this version was merged.</summary>
    public DateTimeOffset AsOf { get; init; }

    /// <summary>The tally of a poll that nobody has voted in.</summary>
    public static ResultsDocument Empty(string pollId, int options) => new() { PollId = pollId, Counts = [.. new long[options]] };

    /// <summary>Takes over what is newer in <paramref name="boxes"/> and <paramref name="state"/>.</summary>
    /// <returns>The next version, or null when there is nothing new.</returns>
    public ResultsDocument? Merge(IEnumerable<KeyValuePair<int, BoxTally>> boxes, PollState state, DateTimeOffset now)
    {
        var merged = Boxes.ToBuilder();
        foreach (var (box, tally) in boxes)
        {
            if (!merged.TryGetValue(box, out var known) || tally.Entries > known.Entries)
                merged[box] = tally;
        }

        var next = merged.ToImmutable();
        if (ReferenceEquals(next, Boxes) && state <= State && Version > 0)
            return null;

        var counts = new long[Counts.Length];
        foreach (var tally in next.Values)
        {
            for (var option = 0; option < counts.Length; option++)
                counts[option] += tally.Counts[option];
        }

        return this with
        {
            State = state > State ? state : State,
            Version = Version + 1,
            Ballots = next.Values.Sum(tally => tally.Ballots),
            Counts = [.. counts],
            Boxes = next,
            AsOf = now,
        };
    }
}

using System.Collections.Immutable;
using System.Globalization;
using System.Text.Json.Serialization;
using LiveTally.Polls;
using LiveTally.Tally;

namespace LiveTally.Results;

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

    /// <summary>Grows by one with every change that anybody can see.</summary>
    public long Version { get; init; }

    public long Ballots { get; init; }

    public ImmutableArray<long> Counts { get; init; } = [];

    /// <summary>Of a ranking: on how many ballots each option comes first. Else null.</summary>
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
    public ImmutableArray<long>? FirstChoices { get; init; }

    public ImmutableSortedDictionary<int, BoxTally> Boxes { get; init; } = ImmutableSortedDictionary<int, BoxTally>.Empty;

    /// <summary>When this version was merged.</summary>
    public DateTimeOffset AsOf { get; init; }

    /// <summary>Where this version comes from; null when it adds no vote.</summary>
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
    public ResultsOrigin? Origin { get; init; }

    /// <summary>Set when all boxes are sealed; the document is never written again then.</summary>
    public FinalResult? Final { get; init; }

    /// <summary>The timeline takes no version that is merged before this.</summary>
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingDefault)]
    public DateTimeOffset PointDueAt { get; init; }

    /// <summary>
    /// Whether the poll was deleted: the document then stands in the way of a merge that was begun before, until it expires
    /// (decision 0013).
    /// </summary>
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingDefault)]
    public bool Deleted { get; init; }

    /// <summary>Seconds after which Cosmos DB removes the results of a deleted poll.</summary>
    [JsonPropertyName("ttl"), JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
    public int? TimeToLive { get; init; }

    /// <summary>The version, as HTTP names it.</summary>
    [JsonIgnore]
    public string ETag => string.Create(CultureInfo.InvariantCulture, $"\"{Version}\"");

    /// <summary>What is left of the results of a poll that was deleted.</summary>
    public static ResultsDocument Tombstone(string pollId, TimeSpan lifetime) =>
        new() { PollId = pollId, Deleted = true, TimeToLive = (int)lifetime.TotalSeconds };

    /// <summary>The tally of a poll that nobody has voted in.</summary>
    public static ResultsDocument Empty(Poll poll) => new()
    {
        PollId = poll.Id,
        Counts = [.. new long[poll.Options.Length]],
        FirstChoices = poll.Kind == PollKind.Ranking ? [.. new long[poll.Options.Length]] : null,
        AsOf = poll.CreatedAt,
    };

    /// <summary>Takes over what is newer in <paramref name="boxes"/> and <paramref name="state"/>.</summary>
    /// <param name="boxes">Tallies of boxes, in any order, new or old.</param>
    /// <param name="state">The poll's state.</param>
    /// <param name="boxCount">How many boxes the poll has.</param>
    /// <param name="now">The moment of merging.</param>
    /// <returns>What to write, or null when there is nothing new; its version is the same when nobody can see a difference.</returns>
    public ResultsDocument? Merge(IEnumerable<KeyValuePair<int, BoxTally>> boxes, PollState state, int boxCount, DateTimeOffset now)
    {
        if (Final is not null)
            return null;

        // Only sealed boxes make a result final, whatever the poll's document says.
        if (state == PollState.Final)
            state = PollState.Sealing;

        var merged = Boxes.ToBuilder();
        foreach (var (box, tally) in boxes)
        {
            if (!merged.TryGetValue(box, out var known) || tally.Entries > known.Entries)
                merged[box] = tally;
        }

        var tallies = merged.ToImmutable();
        if (ReferenceEquals(tallies, Boxes) && state <= State && Version > 0)
            return null;

        var isFinal = tallies.Count == boxCount && tallies.Values.All(tally => tally.Seal is not null);
        var next = this with
        {
            State = isFinal ? PollState.Final : state > State ? state : State,
            Ballots = tallies.Values.Sum(tally => tally.Ballots),
            Counts = OptionCounts.Sum(tallies.Values.Select(tally => tally.Counts), Counts.Length),
            FirstChoices = FirstChoices is null ? null : OptionCounts.Sum(tallies.Values.Select(tally => tally.FirstChoices!.Value), Counts.Length),
            Boxes = tallies,
            AsOf = now,
            Final = isFinal ? new FinalResult(FinalResult.RootOf(tallies.Values.Select(tally => tally.Seal!))) : null,
        };
        return Version > 0 && LooksLike(next) ? next with { AsOf = AsOf } : next with { Version = Version + 1 };
    }

    /// <summary>Whether these results, of which <paramref name="last"/> were the ones before, are to be a point of the timeline.</summary>
    public bool IsPointDue(ResultsDocument last) => Version > last.Version && (AsOf >= PointDueAt || Final is not null);

    private bool LooksLike(ResultsDocument other) =>
        State == other.State
        && Ballots == other.Ballots
        && OptionCounts.Same(Counts, other.Counts)
        && OptionCounts.Same(FirstChoices, other.FirstChoices)
        && Final == other.Final;
}

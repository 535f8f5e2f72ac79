using System.Collections.Immutable;
using System.Security.Cryptography;
using System.Text.Json.Serialization;
using LiveTally.Polls;

namespace LiveTally.Tally;

/// <summary>
/// A box's one mutable document (container <c>boxes</c>, id <c>head</c>): the fold of its journal. All of it follows from the journal's
/// entries alone, so that a rebuild from the log gives the same bytes whatever the batches were.
/// </summary>
public sealed record BoxHead
{
    /// <summary>Id of the document within the box's logical partition.</summary>
    public const string DocumentId = "head";

    public string Id { get; init; } = DocumentId;

    public required string PollId { get; init; }

    public required int Box { get; init; }

    /// <summary>Entries in the journal. Grows with every change of the box, so the larger is the newer.</summary>
    public long Entries { get; init; }

    /// <summary>Voters whose ballot counts.</summary>
    public long Ballots { get; init; }

    /// <summary>Counted choices per option, in the poll's order; in a ranking Borda points.</summary>
    public required ImmutableArray<long> Counts { get; init; }

    /// <summary>Of a ranking: on how many ballots each option comes first. Else null.</summary>
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
    public ImmutableArray<long>? FirstChoices { get; init; }

    /// <summary>
    /// Per log partition, the sequence number of the last entry that came from it: how far the journal reaches into the log. It records and
    /// does not decide (decision 0002).
    /// </summary>
    public ImmutableSortedDictionary<int, long> Watermarks { get; init; } = ImmutableSortedDictionary<int, long>.Empty;

    /// <summary>SHA-256 over the chain so far and the entry, entry by entry; 32 zero bytes before the first.</summary>
    public byte[] Chain { get; init; } = new byte[SHA256.HashSizeInBytes];

    /// <summary>Votes accepted later do not count; null while the box is open.</summary>
    public DateTimeOffset? ClosedAt { get; init; }

    /// <summary>Whether the box takes nothing more.</summary>
    public bool Sealed { get; init; }

    /// <summary>
    /// Whether the poll was deleted: the head then stands in the way of a commit that was decided before, until it expires
    /// (decision 0013).
    /// </summary>
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingDefault)]
    public bool Deleted { get; init; }

    /// <summary>Seconds after which Cosmos DB removes the head of a deleted poll.</summary>
    [JsonPropertyName("ttl"), JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
    public int? TimeToLive { get; init; }

    /// <summary>What is left of a box whose poll was deleted.</summary>
    public static BoxHead Tombstone(string pollId, int box, TimeSpan lifetime) =>
        new() { PollId = pollId, Box = box, Counts = [], Deleted = true, TimeToLive = (int)lifetime.TotalSeconds };

    /// <summary>A box that nobody has voted in.</summary>
    public static BoxHead Empty(string pollId, int box, BoxRules rules) => new()
    {
        PollId = pollId,
        Box = box,
        Counts = [.. new long[rules.Options]],
        FirstChoices = rules.Kind == PollKind.Ranking ? [.. new long[rules.Options]] : null,
    };

    /// <summary>Whether both say the same: arrays compare by what is in them.</summary>
    public bool Equals(BoxHead? other) =>
        other is not null
        && PollId == other.PollId
        && Box == other.Box
        && Entries == other.Entries
        && Ballots == other.Ballots
        && OptionCounts.Same(Counts, other.Counts)
        && OptionCounts.Same(FirstChoices, other.FirstChoices)
        && Watermarks.SequenceEqual(other.Watermarks)
        && Chain.AsSpan().SequenceEqual(other.Chain)
        && ClosedAt == other.ClosedAt
        && Sealed == other.Sealed;

    public override int GetHashCode() => HashCode.Combine(PollId, Box, Entries);
}

using System.Collections.Immutable;
using System.Text.Json.Serialization;
using LiveTally.Tally;

namespace LiveTally.Results;

/// <summary>What the merged tally knows of one box.</summary>
/// <param name="Entries">Entries in the box's journal; the larger is the newer.</param>
/// <param name="Ballots">Ballots that count.</param>
/// <param name="Counts">Choices per option.</param>
/// <param name="FirstChoices">Of a ranking: on how many ballots each option comes first.</param>
/// <param name="Seal">The box's chain hash once it is sealed.</param>
public sealed record BoxTally(
    long Entries,
    long Ballots,
    ImmutableArray<long> Counts,
    [property: JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)] ImmutableArray<long>? FirstChoices = null,
    [property: JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)] byte[]? Seal = null)
{
    public static BoxTally Of(BoxHead head) =>
        new(head.Entries, head.Ballots, head.Counts, head.FirstChoices, head.Sealed ? head.Chain : null);

    public bool Equals(BoxTally? other) =>
        other is not null
        && Entries == other.Entries
        && Ballots == other.Ballots
        && OptionCounts.Same(Counts, other.Counts)
        && OptionCounts.Same(FirstChoices, other.FirstChoices)
        && Seal.AsSpan().SequenceEqual(other.Seal);

    public override int GetHashCode() => HashCode.Combine(Entries, Ballots);
}

using System.Collections.Immutable;
using System.Text.Json.Serialization;
using LiveTally.Polls;

namespace LiveTally.Results;

/// <summary>A tally as clients see it, over HTTP and as the push message <c>results</c>.</summary>
/// <param name="PollId">The poll.</param>
/// <param name="State">The poll's state.</param>
/// <param name="Version">Only ever grows; a client drops a version that it has seen.</param>
/// <param name="Ballots">Voters whose ballot counts.</param>
/// <param name="Counts">Choices per option, in the poll's order; in a ranking Borda points.</param>
/// <param name="AsOf">When the tally was merged.</param>
/// <param name="Final">Null until the poll is final.</param>
/// <param name="FirstChoices">Only of a ranking: on how many ballots each option comes first.</param>
public sealed record ResultsSnapshot(
    string PollId, PollState State, long Version, long Ballots, ImmutableArray<long> Counts, DateTimeOffset AsOf, FinalResult? Final,
    [property: JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)] ImmutableArray<long>? FirstChoices = null)
{
    public static ResultsSnapshot Of(ResultsDocument document) =>
        new(document.PollId, document.State, document.Version, document.Ballots, document.Counts, document.AsOf, document.Final, document.FirstChoices);
}

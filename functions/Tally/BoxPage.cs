using System.Globalization;
using System.Text.Json.Serialization;

namespace LiveTally.Tally;

/// <summary>
/// An immutable record of the entries that one commit added to a box (container <c>boxes</c>, id <c>p</c> and the first entry's number in
/// 20 digits). The pages of a box in order of id are its journal.
/// </summary>
public sealed record BoxPage
{
    public string Id => IdOf(First);

    public required string PollId { get; init; }

    public required int Box { get; init; }

    /// <summary>Number of the page's first entry in the journal, from 1.</summary>
    public required long First { get; init; }

    /// <summary>Number of entries in the page.</summary>
    public required int Count { get; init; }

    /// <summary>The entries' canonical bytes, one after another (see <see cref="JournalEntry"/>).</summary>
    public required byte[] Data { get; init; }

    /// <summary>
    /// W3C trace context of the commit, for whoever sees the page in the change feed; null when its trace is not recorded. It is here since a
    /// head follows from its journal alone.
    /// </summary>
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
    public string? TraceParent { get; init; }

    /// <summary>When the oldest vote that the commit counted was accepted; null when it counted none, or when pages were merged since.</summary>
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
    public DateTimeOffset? AcceptedAt { get; init; }

    public static string IdOf(long first) => string.Create(CultureInfo.InvariantCulture, $"p{first:D20}");
}

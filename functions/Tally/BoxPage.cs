using System.Globalization;

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

    public static string IdOf(long first) => string.Create(CultureInfo.InvariantCulture, $"p{first:D20}");
}

using System.Diagnostics.CodeAnalysis;

namespace LiveTally.Tests.Faults.Checking;

/// <summary>What a ballot of a poll is and how it counts.</summary>
public enum PollKind
{
    [SuppressMessage("Naming", "CA1720", Justification = "The contract's word for it.")]
    Single,

    Multiple,

    Rating,

    Ranking,
}

/// <summary>A poll as it was created.</summary>
/// <param name="Id">Its id.</param>
/// <param name="Kind">How a ballot counts.</param>
/// <param name="Options">Number of options.</param>
/// <param name="AllowChange">Whether a voter's newest vote replaces the one before.</param>
/// <param name="Boxes">Number of ballot boxes.</param>
public sealed record PollFacts(string Id, PollKind Kind, int Options, bool AllowChange, int Boxes)
{
    /// <summary>What a choice adds to its option: 1, or in a ranking the Borda points of its place.</summary>
    public long PointsOf(int place) => Kind == PollKind.Ranking ? Options - place : 1;
}

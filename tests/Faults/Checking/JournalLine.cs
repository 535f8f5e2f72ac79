using System.Collections.Immutable;

namespace LiveTally.Tests.Faults.Checking;

/// <summary>One line of <c>GET …/journal</c>.</summary>
public sealed record JournalLine
{
    public required int Box { get; init; }

    /// <summary>Place in the box's journal, from 1.</summary>
    public required long Entry { get; init; }

    public string Page { get; init; } = "";

    /// <summary>Null for a marker.</summary>
    public string? BallotKey { get; init; }

    public Guid? VoteId { get; init; }

    public ImmutableArray<int> Choices { get; init; } = [];

    public int Partition { get; init; }

    public long SequenceNumber { get; init; }

    /// <summary><c>counted</c>, <c>superseded</c>, <c>duplicate</c>, <c>rejected</c>, or of a marker <c>closed</c>, <c>sealed</c>.</summary>
    public required string Outcome { get; init; }

    public string? Reason { get; init; }

    public DateTimeOffset? ClosedAt { get; init; }

    public bool IsMarker => Outcome is "closed" or "sealed";

    public bool IsCounted => Outcome == "counted";
}

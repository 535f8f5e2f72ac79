namespace LiveTally.Tests.Faults.Checking;

/// <summary>All that is known from outside about one poll. What could not be had is null, and is its own violation already.</summary>
public sealed record PollHistory
{
    public required PollFacts Poll { get; init; }

    public required IReadOnlyList<Submission> Submissions { get; init; }

    /// <summary>Just before the first request to close it was sent.</summary>
    public TimeSpan? CloseAskedAt { get; init; }

    /// <summary>The last time that somebody was told it was not final, on sending the question.</summary>
    public TimeSpan? LastSeenNotFinalAt { get; init; }

    /// <summary>When it was first known to be final.</summary>
    public TimeSpan? FinalSeenAt { get; init; }

    /// <summary>The tally when it was first seen final.</summary>
    public Tally? FirstFinal { get; init; }

    /// <summary>The tally at the very end.</summary>
    public Tally? Final { get; init; }

    public IReadOnlyList<JournalLine>? Journal { get; init; }

    /// <summary>Of every vote that had a 202 or is in the journal, and of some others.</summary>
    public IReadOnlyDictionary<Guid, VoteStatus>? Statuses { get; init; }

    public Verification? Verification { get; init; }

    public IReadOnlyList<WatcherHistory> Watchers { get; init; } = [];
}

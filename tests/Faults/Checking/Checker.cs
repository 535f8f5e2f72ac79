namespace LiveTally.Tests.Faults.Checking;

/// <summary>
/// Compares what was sent and answered with what the server made of it. Pure, and ignorant of the server's code: only the contract counts.
/// </summary>
public static class Checker
{
    /// <summary>Everything that is wrong with one poll; nothing when every accepted vote is counted exactly once.</summary>
    public static IReadOnlyList<Violation> Check(PollHistory history)
    {
        var evidence = new Evidence(history);
        return
        [
            .. JournalChecks.Check(evidence),
            .. EntryChecks.Check(evidence),
            .. VoterChecks.Check(evidence),
            .. StatusChecks.Check(evidence),
            .. ResultsChecks.Check(evidence),
            .. WatcherChecks.Check(evidence),
        ];
    }
}

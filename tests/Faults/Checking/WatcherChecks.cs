namespace LiveTally.Tests.Faults.Checking;

/// <summary>Nobody sees the tally go back, no version has two contents, and who is there gets the final one.</summary>
internal static class WatcherChecks
{
    public static IEnumerable<Violation> Check(Evidence evidence) =>
        evidence.History.Watchers.SelectMany(watcher => CheckOrder(evidence, watcher))
            .Concat(CheckVersions(evidence))
            .Concat(evidence.History.Watchers.SelectMany(watcher => CheckLast(evidence, watcher)));

    private static IEnumerable<Violation> CheckOrder(Evidence evidence, WatcherHistory watcher) =>
        watcher.Seen.Zip(watcher.Seen.Skip(1))
            .Where(pair => pair.Second.Version < pair.First.Version)
            .Select(pair => evidence.Violation(Violations.VersionWentBack, $"{watcher.Name} saw {pair.Second} after {pair.First}."));

    private static IEnumerable<Violation> CheckVersions(Evidence evidence)
    {
        Tally? last = null;
        foreach (var tally in evidence.History.Watchers.SelectMany(watcher => watcher.Seen).OrderBy(tally => tally.Version))
        {
            if (last is not null && last.Version == tally.Version)
            {
                if (!last.SameContent(tally))
                    yield return evidence.Violation(Violations.VersionDiffers, $"two contents: {last}, and {tally}.");
            }
            else if (last is not null && Shrunk(evidence.Poll, last, tally))
            {
                yield return evidence.Violation(Violations.TallyWentBack, $"{tally} followed {last}.");
            }

            last = tally;
        }
    }

    // A change of vote takes from one option and gives to another; voters only ever become more.
    private static bool Shrunk(PollFacts poll, Tally older, Tally newer) =>
        newer.Ballots < older.Ballots || (!poll.AllowChange && newer.Counts.Zip(older.Counts).Any(pair => pair.First < pair.Second));

    private static IEnumerable<Violation> CheckLast(Evidence evidence, WatcherHistory watcher)
    {
        // Who joined after the last push was made gets none; that it was made later is certain only if the poll was seen not to be final then.
        if (evidence.History.Final is not { State: "final" } final || watcher.JoinedAt is not { } joined || !(joined < evidence.History.LastSeenNotFinalAt))
            yield break;

        var last = watcher.Seen.Count == 0 ? null : watcher.Seen[^1];
        if (last is null || last.Version != final.Version || !last.SameContent(final))
            yield return evidence.Violation(Violations.PushDiffers, $"{watcher.Name}, there since {joined}, was last shown {last?.ToString() ?? "nothing"}; the results are {final}.");
    }
}

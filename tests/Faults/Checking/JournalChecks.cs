namespace LiveTally.Tests.Faults.Checking;

/// <summary>The journal's form: per box entries without a gap, closed, then sealed, and nothing after that.</summary>
internal static class JournalChecks
{
    public static IEnumerable<Violation> Check(Evidence evidence)
    {
        if (evidence.Journal is null)
            yield break;

        var boxes = evidence.Journal.ToLookup(line => line.Box);
        foreach (var stranger in boxes.Where(box => box.Key < 0 || box.Key >= evidence.Poll.Boxes))
            yield return evidence.Violation(Violations.JournalBroken, $"box {stranger.Key}: the poll has only {evidence.Poll.Boxes}.");

        for (var box = 0; box < evidence.Poll.Boxes; box++)
        {
            foreach (var message in CheckBox([.. boxes[box]], evidence.History.Final is { State: "final" }))
                yield return evidence.Violation(Violations.JournalBroken, $"box {box}: {message}");
        }
    }

    private static IEnumerable<string> CheckBox(JournalLine[] lines, bool final)
    {
        for (var i = 0; i < lines.Length; i++)
        {
            if (lines[i].Entry != i + 1)
            {
                yield return $"entry {i + 1} is numbered {lines[i].Entry}.";
                break;
            }
        }

        var closed = lines.Count(line => line.Outcome == "closed");
        var @sealed = lines.Count(line => line.Outcome == "sealed");
        if (final && (closed != 1 || @sealed != 1))
            yield return $"the poll is final, and the box was closed {closed} times and sealed {@sealed} times.";
        if (@sealed > 0 && lines[^1].Outcome != "sealed")
            yield return $"entry {lines[^1].Entry} ({lines[^1].Outcome}) comes after the seal.";
        foreach (var line in lines.Where(line => line.Outcome is not ("counted" or "superseded" or "duplicate" or "rejected" or "closed" or "sealed")))
            yield return $"entry {line.Entry} has the outcome '{line.Outcome}', which there is not.";
        foreach (var line in lines.Where(line => !line.IsMarker && (line.VoteId is null || line.BallotKey is null)))
            yield return $"entry {line.Entry} ({line.Outcome}) names no vote or no voter.";
    }
}

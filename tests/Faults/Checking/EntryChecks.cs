namespace LiveTally.Tests.Faults.Checking;

/// <summary>Every vote in the journal was sent, by the voter whose it is there, with these choices, and counts once.</summary>
internal static class EntryChecks
{
    public static IEnumerable<Violation> Check(Evidence evidence)
    {
        var entries = (evidence.Journal ?? []).Where(line => !line.IsMarker && line.VoteId is not null && line.BallotKey is not null).ToArray();
        return entries.SelectMany(line => CheckEntry(evidence, line))
            .Concat(CheckVoters(evidence, entries))
            .Concat(entries.Where(line => line.IsCounted).GroupBy(line => line.BallotKey).SelectMany(counted => CheckCounted(evidence, [.. counted])));
    }

    private static IEnumerable<Violation> CheckEntry(Evidence evidence, JournalLine line)
    {
        var where = $"box {line.Box}, entry {line.Entry} ({line.Outcome})";
        if (!evidence.Votes.TryGetValue(line.VoteId!.Value, out var vote))
        {
            yield return evidence.Violation(Violations.UnknownVote, $"{where}: nobody sent vote {line.VoteId}.");
            yield break;
        }

        if (!vote.Submissions.Any(submission => submission.Choices.SequenceEqual(line.Choices)))
            yield return evidence.Violation(Violations.WrongChoices, $"{where}: vote {vote.Id} has [{string.Join(',', line.Choices)}], sent was [{string.Join(',', vote.Submissions.First().Choices)}].");
        if (line.IsCounted && vote.IsRefused)
            yield return evidence.Violation(Violations.RefusedVote, $"{where}: vote {vote.Id} was refused with {vote.Submissions.First().Answer}.");
    }

    private static IEnumerable<Violation> CheckVoters(Evidence evidence, JournalLine[] entries)
    {
        var known = entries.Where(line => evidence.Votes.ContainsKey(line.VoteId!.Value))
            .Select(line => (line.BallotKey, line.Box, evidence.Votes[line.VoteId!.Value].Voter))
            .Distinct()
            .ToArray();
        foreach (var key in known.GroupBy(entry => entry.BallotKey).Where(group => group.Count() > 1))
            yield return evidence.Violation(Violations.MixedVoters, $"ballot key {key.Key} is {string.Join(" and ", key.Select(entry => $"voter {entry.Voter} in box {entry.Box}"))}.");
        foreach (var voter in known.GroupBy(entry => entry.Voter).Where(group => group.Select(entry => entry.BallotKey).Distinct().Skip(1).Any()))
            yield return evidence.Violation(Violations.MixedVoters, $"voter {voter.Key} has {voter.Count()} ballot keys.");
    }

    private static IEnumerable<Violation> CheckCounted(Evidence evidence, JournalLine[] counted)
    {
        if (!evidence.Poll.AllowChange)
        {
            if (counted.Length > 1)
                yield return evidence.Violation(Violations.DoubleCount, $"ballot key {counted[0].BallotKey} counts {counted.Length} times: {string.Join(", ", counted.Select(line => line.VoteId))}.");
            yield break;
        }

        for (var i = 1; i < counted.Length; i++)
        {
            var order = Vote.Compare(counted[i].VoteId!.Value, counted[i - 1].VoteId!.Value);
            if (order == 0)
                yield return evidence.Violation(Violations.DoubleCount, $"vote {counted[i].VoteId} counts in entries {counted[i - 1].Entry} and {counted[i].Entry} of box {counted[i].Box}.");
            else if (order < 0)
                yield return evidence.Violation(Violations.WrongBallot, $"box {counted[i].Box}, entry {counted[i].Entry}: vote {counted[i].VoteId} replaced the newer {counted[i - 1].VoteId}.");
        }
    }
}

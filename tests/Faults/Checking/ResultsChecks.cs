namespace LiveTally.Tests.Faults.Checking;

/// <summary>The results are the fold of the journal, are final, and agree with the server's own verification.</summary>
internal static class ResultsChecks
{
    public static IEnumerable<Violation> Check(Evidence evidence)
    {
        if (evidence.History.Final is not { } final)
            yield break;

        // Even without the journal there are no fewer ballots than voters who must have one, and no more than voters who may.
        var least = evidence.VotesOf.Count(votes => votes.Any(vote => vote.MustNotBeRejected));
        var most = evidence.VotesOf.Count(votes => votes.Any(vote => !vote.IsRefused));
        if (final.Ballots < least)
            yield return evidence.Violation(Violations.LostVote, $"{least} voters had a 202 before closing was asked for; the results are {final}.");
        if (final.Ballots > most)
            yield return evidence.Violation(Violations.DoubleCount, $"only {most} voters sent a vote that was not refused; the results are {final}.");

        if (evidence.Fold is { } fold)
        {
            if (final.Ballots != fold.Ballots.Count || !final.Counts.SequenceEqual(fold.Counts))
                yield return evidence.Violation(Violations.ResultsDiffer, $"the results are {final}, the journal comes to {fold.Ballots.Count} ballots, {string.Join('+', fold.Counts)}.");
            if (evidence.Poll.Kind == PollKind.Ranking && !final.FirstChoices.SequenceEqual(fold.FirstChoices))
                yield return evidence.Violation(Violations.ResultsDiffer, $"the first choices are {string.Join('+', final.FirstChoices)}, the journal comes to {string.Join('+', fold.FirstChoices)}.");
        }

        if (final.State == "final" && string.IsNullOrEmpty(final.Root))
            yield return evidence.Violation(Violations.ResultsDiffer, "the results are final and have no root.");
        if (evidence.History.FirstFinal is { } first && (first.Version != final.Version || !first.SameContent(final)))
            yield return evidence.Violation(Violations.FinalChanged, $"the final results were {first}, now they are {final}.");

        if (evidence.History.Verification is { } verified
            && (!verified.Equal || verified.Ballots != final.Ballots || verified.Root != final.Root || !verified.Counts.SequenceEqual(final.Counts)))
        {
            yield return evidence.Violation(Violations.VerifyDiffers, $"verify says equal: {verified.Equal}, {verified.Ballots} ballots, {string.Join('+', verified.Counts)}, root {verified.Root}{(verified.Differences is null ? "" : $", differences {verified.Differences}")}; the results are {final}, root {final.Root}.");
        }
    }
}

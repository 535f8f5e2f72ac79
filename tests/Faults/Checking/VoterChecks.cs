namespace LiveTally.Tests.Faults.Checking;

/// <summary>Every voter who had a 202 has a ballot, and it is the right one.</summary>
internal static class VoterChecks
{
    public static IEnumerable<Violation> Check(Evidence evidence) =>
        evidence.VotesOf.SelectMany(votes => CheckVoter(evidence, votes.Key, [.. votes])).Concat(evidence.Votes.Values.SelectMany(vote => CheckLate(evidence, vote)));

    private static IEnumerable<Violation> CheckVoter(Evidence evidence, int voter, Vote[] votes)
    {
        if (evidence.Journal is null)
            yield break;

        // What was rightly rejected binds nobody.
        var binding = votes.Where(vote => vote.IsAccepted && (vote.MustNotBeRejected || !evidence.IsRejected(vote))).ToArray();
        if (binding.Length == 0)
            yield break;

        if (!evidence.BallotOf.TryGetValue(voter, out var ballot))
        {
            yield return evidence.Violation(Violations.LostVote, $"voter {voter} had a 202 for vote {binding[0].Id} at {binding[0].AcceptedAt}, and no vote of this voter counts.");
            yield break;
        }

        if (evidence.Poll.AllowChange)
        {
            if (binding.Where(vote => vote.IsNewerThan(ballot.Id)).MaxBy(vote => vote.Id.ToString("N")) is { } newer)
                yield return evidence.Violation(Violations.WrongBallot, $"voter {voter} counts with vote {ballot.Id}, though the newer {newer.Id} had a 202 at {newer.AcceptedAt}.");
        }
        else if (binding.FirstOrDefault(vote => vote != ballot && vote.AcceptedAt < ballot.FirstSentAt) is { } earlier)
        {
            yield return evidence.Violation(Violations.WrongBallot, $"voter {voter} counts with vote {ballot.Id}, first sent at {ballot.FirstSentAt}, though {earlier.Id} had its 202 before, at {earlier.AcceptedAt}.");
        }
    }

    private static IEnumerable<Violation> CheckLate(Evidence evidence, Vote vote)
    {
        if (vote.IsAccepted && evidence.History.FinalSeenAt is { } final && vote.FirstSentAt > final)
            yield return evidence.Violation(Violations.LateVote, $"vote {vote.Id} was sent at {vote.FirstSentAt}, the poll was final at {final}, and it had a 202.");
    }
}

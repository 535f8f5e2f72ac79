namespace LiveTally.Tests.Faults.Checking;

/// <summary>What a voter is told about a vote is what the journal says.</summary>
internal static class StatusChecks
{
    public static IEnumerable<Violation> Check(Evidence evidence)
    {
        foreach (var line in (evidence.Journal ?? []).Where(line => line.Outcome == "rejected" && line.VoteId is not null))
        {
            if (evidence.Votes.TryGetValue(line.VoteId!.Value, out var vote) && Rejection(evidence, vote, line.Reason) is { } wrong)
                yield return evidence.Violation(Violations.WrongRejection, $"box {line.Box}, entry {line.Entry}: {wrong}");
        }

        if (evidence.History.Statuses is not { } statuses)
            yield break;

        foreach (var vote in evidence.Votes.Values)
        {
            // Votes without a 202 need not all have been asked for.
            if (!statuses.TryGetValue(vote.Id, out var status))
            {
                if (vote.IsAccepted)
                    yield return evidence.Violation(Violations.LostVote, $"vote {vote.Id} had a 202 at {vote.AcceptedAt}, and its status could not be had.");
                continue;
            }

            if (vote.IsAccepted && status.Status is null or "accepted")
                yield return evidence.Violation(Violations.LostVote, $"vote {vote.Id} had a 202 at {vote.AcceptedAt}, and at the end its status is {status}.");
            else if (vote.IsAccepted && status.Status == "rejected" && Rejection(evidence, vote, status.Reason) is { } wrong)
                yield return evidence.Violation(Violations.WrongRejection, wrong);
            else if (evidence.Journal is not null && Expected(evidence, vote) is var expected && !expected.Contains(status.Status))
                yield return evidence.Violation(Violations.WrongStatus, $"vote {vote.Id} is {status}, should be {(expected.Length == 0 ? "counted" : string.Join(" or ", expected.Select(one => one ?? "not found")))}.");
            else if (status.Status == "counted" && evidence.LineOf.GetValueOrDefault(vote.Id) is { } line && (line.Box, line.SequenceNumber) != (status.Box, status.SequenceNumber))
                yield return evidence.Violation(Violations.WrongStatus, $"vote {vote.Id} is counted at {status.SequenceNumber} in box {status.Box}, in the journal at {line.SequenceNumber} in box {line.Box}.");
        }
    }

    /// <summary>What is wrong with rejecting this vote; null when it is right.</summary>
    private static string? Rejection(Evidence evidence, Vote vote, string? reason)
    {
        if (reason != "closed")
            return $"vote {vote.Id} was rejected as '{reason}', and was a valid vote.";

        // A late copy of a vote that counts may be rejected: the vote is not.
        var counts = evidence.BallotOf.TryGetValue(vote.Voter, out var ballot) && (!evidence.Poll.AllowChange || !vote.IsNewerThan(ballot.Id));
        return vote.MustNotBeRejected && !counts
            ? $"vote {vote.Id} had its 202 at {vote.AcceptedAt}, closing was asked for at {evidence.History.CloseAskedAt}, and it was rejected as closed."
            : null;
    }

    private static string?[] Expected(Evidence evidence, Vote vote)
    {
        var ballot = evidence.BallotOf.GetValueOrDefault(vote.Voter);
        if (ballot == vote)
            return ["counted"];

        // A vote without a 202 may never have come to the log.
        string?[] unheard = vote.IsAccepted ? [] : [null];
        string?[] rejected = vote.MustNotBeRejected ? [] : ["rejected"];
        return ballot is null || (evidence.Poll.AllowChange && vote.IsNewerThan(ballot.Id))
            ? [.. unheard, .. rejected]
            : [.. unheard, .. rejected, evidence.Poll.AllowChange ? "superseded" : "duplicate"];
    }
}

namespace LiveTally.Tests.Faults.Checking;

/// <summary>A poll's history, looked up the ways that the checks need.</summary>
internal sealed class Evidence
{
    public Evidence(PollHistory history)
    {
        History = history;
        Votes = history.Submissions
            .GroupBy(submission => submission.VoteId)
            .ToDictionary(group => group.Key, group => new Vote(group.Key, [.. group], history.CloseAskedAt));
        VotesOf = Votes.Values.ToLookup(vote => vote.Voter);
        Journal = history.Journal;
        Fold = Journal is null ? null : new JournalFold(history.Poll, Journal);
        RejectedIds = [.. (Journal ?? []).Where(line => line.Outcome == "rejected").Select(line => line.VoteId ?? Guid.Empty)];
        foreach (var ballot in Fold?.Ballots.Values ?? [])
        {
            if (Votes.TryGetValue(ballot.VoteId ?? Guid.Empty, out var vote))
            {
                BallotOf[vote.Voter] = vote;
                LineOf[vote.Id] = ballot;
            }
        }
    }

    public PollHistory History { get; }

    public PollFacts Poll => History.Poll;

    public IReadOnlyDictionary<Guid, Vote> Votes { get; }

    public ILookup<int, Vote> VotesOf { get; }

    public IReadOnlyList<JournalLine>? Journal { get; }

    public JournalFold? Fold { get; }

    /// <summary>Per voter the vote that counts in the end.</summary>
    public Dictionary<int, Vote> BallotOf { get; } = [];

    /// <summary>The entry of each of these votes.</summary>
    public Dictionary<Guid, JournalLine> LineOf { get; } = [];

    /// <summary>Votes that have a line that says rejected.</summary>
    public HashSet<Guid> RejectedIds { get; }

    /// <summary>The vote is rejected, by its line or, where it has none any more, by its status.</summary>
    public bool IsRejected(Vote vote) =>
        RejectedIds.Contains(vote.Id) || (History.Statuses?.TryGetValue(vote.Id, out var status) == true && status.Status == "rejected");

    public Violation Violation(string name, string message) => new(name, Poll.Id, message);
}

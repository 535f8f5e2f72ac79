namespace LiveTally.Tests.Faults.Checking;

/// <summary>What the journal comes to when each counted entry sets its voter's ballot.</summary>
internal sealed class JournalFold
{
    private readonly Dictionary<string, JournalLine> _ballots = [];

    public JournalFold(PollFacts poll, IEnumerable<JournalLine> journal)
    {
        foreach (var line in journal.Where(line => line.IsCounted))
            _ballots[line.BallotKey ?? ""] = line;

        Counts = new long[poll.Options];
        FirstChoices = new long[poll.Options];
        foreach (var choices in _ballots.Values.Select(ballot => ballot.Choices))
        {
            // A choice that is no option is reported elsewhere; it must not end the check.
            for (var place = 0; place < choices.Length; place++)
            {
                if (choices[place] >= 0 && choices[place] < poll.Options)
                    Counts[choices[place]] += poll.PointsOf(place);
            }

            if (choices is [>= 0 and var first, ..] && first < poll.Options)
                FirstChoices[first]++;
        }
    }

    /// <summary>Per ballot key the entry that counts in the end.</summary>
    public IReadOnlyDictionary<string, JournalLine> Ballots => _ballots;

    public long[] Counts { get; }

    public long[] FirstChoices { get; }
}

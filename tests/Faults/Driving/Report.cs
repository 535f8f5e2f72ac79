using LiveTally.Tests.Faults.Checking;

namespace LiveTally.Tests.Faults.Driving;

/// <summary>What a run came to.</summary>
/// <param name="Violations">What was broken.</param>
/// <param name="Lines">The figures, for people.</param>
internal sealed record Report(IReadOnlyList<Violation> Violations, IReadOnlyList<string> Lines)
{
    private const int ShownOfAName = 5;

    public static Report Of(World world, Tormentor tormentor, string folder)
    {
        var submissions = world.Polls.SelectMany(poll => poll.Submissions).ToArray();
        var violations = world.Violations.ToArray();
        int Count(Reply reply) => submissions.Count(submission => submission.Reply == reply);
        int Named(string name) => violations.Count(violation => violation.Name == name);

        List<string> lines =
        [
            $"polls       {world.Polls.Count}, {world.Polls.Count(poll => poll.FinalSeenAt is not null)} final",
            $"voters      {world.Polls.Sum(poll => poll.Tokens.Count)}",
            $"sent        {submissions.Length} requests with {submissions.Select(submission => submission.VoteId).Distinct().Count()} votes",
            $"answers     {Count(Reply.Accepted)} accepted, {Count(Reply.Refused)} refused, {Count(Reply.Failed)} failed, {Count(Reply.None)} none",
            $"ballots     {world.Polls.Sum(poll => poll.Last?.Ballots ?? 0)}",
            $"pushes      {world.Polls.SelectMany(poll => poll.Watchers).Sum(watcher => watcher.History.Seen.Count)}",
            $"done to it  {Join(world.Deeds.Where(deed => !deed.Key.StartsWith("poll.", StringComparison.Ordinal)).OrderBy(deed => deed.Key))}",
            $"faults      {Join(tormentor.Counts)}",
            $"lost        {Named(Checking.Violations.LostVote)}",
            $"double      {Named(Checking.Violations.DoubleCount)}",
            $"violations  {violations.Length}",
        ];
        foreach (var group in violations.GroupBy(violation => violation.Name))
        {
            lines.AddRange(group.Take(ShownOfAName).Select(violation => violation.ToString()));
            if (group.Count() > ShownOfAName)
                lines.Add($"{group.Key}: {group.Count() - ShownOfAName} more");
        }

        // A run without fault needs no looking at.
        if (violations.Length == 0)
            Directory.Delete(folder, recursive: true);
        else
            lines.Add($"history     {folder}");
        return new Report(violations, lines);
    }

    private static string Join(IEnumerable<KeyValuePair<string, long>> counts) => string.Join(", ", counts.Select(count => $"{count.Key} {count.Value}"));
}

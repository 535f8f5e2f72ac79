using LiveTally.Tests.Faults.Checking;

namespace LiveTally.Tests.Faults.Driving;

/// <summary>A line every 10 seconds.</summary>
internal static class Progress
{
    private static readonly TimeSpan Interval = TimeSpan.FromSeconds(10);

    public static async Task RunAsync(World world, Tormentor tormentor, TextWriter output, CancellationToken over)
    {
        while (true)
        {
            await Task.Delay(Interval, over).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
            if (over.IsCancellationRequested)
                return;

            var submissions = world.Polls.SelectMany(poll => poll.Submissions).ToArray();
            await output.WriteLineAsync(
                $"{world.Now:hh\\:mm\\:ss} {world.Polls.Count} polls, {world.Polls.Count(poll => poll.FinalSeenAt is not null)} final; {submissions.Length} votes sent, "
                + $"{submissions.Count(vote => vote.Reply == Reply.Accepted)} accepted; {tormentor.Counts.Values.Sum()} faults, {world.Deeds.GetValueOrDefault("process.kill")} kills; "
                + $"{world.Violations.Count} violations");
        }
    }
}

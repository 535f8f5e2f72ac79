using LiveTally.Tests.Faults.Checking;

namespace LiveTally.Tests.Faults.Driving;

/// <summary>Faults off: waits until all is counted and every poll is final, for as long as the run's patience.</summary>
internal sealed class Drain(World world, Tormentor tormentor, TextWriter output)
{
    public async Task RunAsync(CancellationToken stopped)
    {
        var deadline = world.Now + world.Options.Patience;
        var open = world.Polls.Where(poll => poll.FinalSeenAt is null).ToArray();

        await output.WriteLineAsync($"{world.Now:hh\\:mm\\:ss} faults are off; waiting until all is counted");
        foreach (var poll in open)
            await UntilAsync(poll, deadline, last => last.Ballots >= Least(poll), last => $"{Least(poll)} voters had a 202 before closing was asked for, the results are {last}");

        await Task.WhenAll(open.Where(poll => poll.CloseAskedAt is null).Select(poll => poll.CloseAsync(stopped)));
        await output.WriteLineAsync($"{world.Now:hh\\:mm\\:ss} all closed; waiting until all is final");
        foreach (var poll in open)
            await UntilAsync(poll, deadline, last => last.State == "final", last => $"it is not final: {last}");

        // Pushes are behind the results by little, now that nothing goes wrong.
        var pushes = world.Now + TimeSpan.FromSeconds(40);
        while (world.Now < pushes && open.Any(poll => poll.FirstFinal is { } final && poll.Watchers.Any(watcher => watcher.LastVersion < final.Version && watcher.History.JoinedAt < poll.LastSeenNotFinalAt)))
            await Task.Delay(200, CancellationToken.None);
    }

    private static int Least(PollRun poll) => poll.Submissions
        .Where(submission => submission.Reply == Reply.Accepted && (poll.CloseAskedAt is null || submission.AnsweredAt < poll.CloseAskedAt))
        .Select(submission => submission.Voter)
        .Distinct()
        .Count();

    private async Task UntilAsync(PollRun poll, TimeSpan deadline, Func<Tally, bool> reached, Func<Tally?, string> message)
    {
        while (poll.Last is not { } last || !reached(last))
        {
            if (world.Now > deadline)
            {
                world.Violate(Violations.NotDrained, poll.Facts.Id, $"{message(poll.Last)}, {world.Options.Patience} after the faults were off.");
                return;
            }

            await tormentor.EnsureRunningAsync();
            await Task.Delay(200, CancellationToken.None);
        }
    }
}

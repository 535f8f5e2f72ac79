using LiveTally.Tests.Faults.Checking;

namespace LiveTally.Tests.Faults.Driving;

/// <summary>A whole run: votes and faults, drain, check.</summary>
internal static class FaultRun
{
    private static readonly TimeSpan VotersMayTake = TimeSpan.FromSeconds(60);

    /// <summary>Runs it, saying on <paramref name="output"/> how it goes.</summary>
    /// <returns>The report; empty of violations when every accepted vote was counted exactly once.</returns>
    public static async Task<Report> RunAsync(RunOptions options, TextWriter output, CancellationToken cancelled)
    {
        var folder = Directory.CreateTempSubdirectory("livetally-faults-").FullName;
        await output.WriteLineAsync($"seed {options.Seed}; history and the server's log are in {folder}");

        await using var recorder = new Recorder(Path.Combine(folder, "history.ndjson"));
        var data = Path.Combine(folder, "data");
        await using var server = new ServerProcess(options, data, Path.Combine(folder, "server.log"));
        await server.StartAsync();
        using var api = new Api(server);
        var world = new World(options, server, api, recorder);
        var tormentor = new Tormentor(world);

        using var stopped = new CancellationTokenSource();
        var slots = Enumerable.Range(0, options.Polls).Select(number => new PollSlot(world, number)).ToArray();
        using (var over = CancellationTokenSource.CreateLinkedTokenSource(cancelled))
        {
            over.CancelAfter(options.Duration);
            await Task.WhenAll([tormentor.RunAsync(over.Token), Progress.RunAsync(world, tormentor, output, over.Token), .. slots.Select(slot => slot.RunAsync(over.Token, stopped.Token))]);
        }

        await tormentor.StopAsync();
        await Task.WhenAny(Task.WhenAll(slots.SelectMany(slot => slot.Voters)), Task.Delay(VotersMayTake, CancellationToken.None));
        await new Drain(world, tormentor, output).RunAsync(stopped.Token);
        await stopped.CancelAsync();
        await Task.WhenAll(slots.SelectMany(slot => slot.Voters));

        await output.WriteLineAsync($"{world.Now:hh\\:mm\\:ss} at rest; checking {world.Polls.Count} polls");
        var gathering = new Gathering(world);
        foreach (var poll in world.Polls)
        {
            var history = await gathering.HistoryAsync(poll);
            foreach (var violation in Checker.Check(history))
                world.Violate(violation.Name, violation.Poll, violation.Message);
            recorder.Note("evidence", world.Now, new { poll = poll.Facts, history.Journal, history.Statuses, history.Final, history.Verification });
        }

        foreach (var watcher in world.Polls.SelectMany(poll => poll.Watchers))
            await watcher.DisposeAsync();
        return Report.Of(world, tormentor, folder);
    }
}

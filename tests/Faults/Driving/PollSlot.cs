using System.Collections.Concurrent;
using LiveTally.Tests.Faults.Checking;

namespace LiveTally.Tests.Faults.Driving;

/// <summary>One of the places for polls: a poll opens, lives, closes with votes in flight, becomes final, and the next one takes its place.</summary>
internal sealed class PollSlot(World world, int number)
{
    private readonly Random _random = world.RandomFor(1, number);

    /// <summary>Voters who may still be waiting for an answer.</summary>
    public ConcurrentBag<Task> Voters { get; } = [];

    public async Task RunAsync(CancellationToken over, CancellationToken stopped)
    {
        for (var round = number; !over.IsCancellationRequested; round++)
        {
            if (await PollRun.OpenAsync(world, Draw(round), over) is not { } poll)
                continue;

            poll.Watch(1 + (round % 2));
            var watching = poll.PollAsync(stopped);
            await LiveAsync(poll, over, stopped);

            // The place is free when the poll is final; whether it becomes so in time is for the drain to say.
            while (!watching.IsCompleted && !over.IsCancellationRequested)
                await Task.Delay(200, over).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
            if (watching.IsCompleted && !stopped.IsCancellationRequested)
            {
                await poll.VoteLateAsync(_random, stopped);
                Voters.Add(LeaveAsync(poll, stopped));
            }
        }
    }

    private static async Task LeaveAsync(PollRun poll, CancellationToken stopped)
    {
        foreach (var watcher in poll.Watchers)
        {
            while (watcher.LastVersion < poll.FirstFinal!.Version && !stopped.IsCancellationRequested)
                await Task.Delay(200, stopped).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
            if (watcher.LastVersion >= poll.FirstFinal.Version)
                await watcher.DisposeAsync();
        }
    }

    private async Task LiveAsync(PollRun poll, CancellationToken over, CancellationToken stopped)
    {
        using var until = CancellationTokenSource.CreateLinkedTokenSource(over);
        var receiving = poll.ReceiveAsync((double)world.Options.Rate / world.Options.Polls, _random, Voters, until.Token, stopped);
        await Task.Delay(TimeSpan.FromSeconds(_random.Next(12, 35)), over).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        if (!over.IsCancellationRequested)
        {
            // Voters go on coming while it closes.
            until.CancelAfter(TimeSpan.FromSeconds(_random.Next(1, 6)));
            await poll.CloseAsync(stopped);
        }

        await receiving;
    }

    private PollFacts Draw(int round) => new(
        "", (PollKind)(round % 4), _random.Next(2, 6), AllowChange: _random.Next(2) == 0, Boxes: 1 << _random.Next(4));
}

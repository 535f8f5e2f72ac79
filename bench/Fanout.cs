using System.Diagnostics;
using System.Text.Json;
using Microsoft.AspNetCore.SignalR.Client;

namespace LiveTally.Bench;

/// <summary>Very many screens of one poll: every vote is pushed to each of them.</summary>
internal static class Fanout
{
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(30);

    /// <returns>0 when every screen showed every vote.</returns>
    public static async Task<int> RunAsync(Api api, int viewers, int rounds, int? pid, CancellationToken cancellationToken)
    {
        var poll = await api.OpenPollAsync(new { question = "Who watches?", options = new[] { "a", "b" }, expectedVoters = 1000 }, cancellationToken);
        var before = pid is { } server ? ProcessMemory.Now(server) : 0;
        var screens = new HubConnection[viewers];
        var round = new Round(0, viewers);
        var started = Stopwatch.GetTimestamp();
        await Parallel.ForAsync(
            0,
            viewers,
            new ParallelOptions { MaxDegreeOfParallelism = 32, CancellationToken = cancellationToken },
            async (viewer, ct) =>
            {
                var shown = 0L;
                screens[viewer] = await api.WatchAsync(poll, Show, ct);

                void Show(JsonElement results)
                {
                    var ballots = results.GetProperty("ballots").GetInt64();
                    if (ballots == Volatile.Read(ref round).Ballots && Interlocked.Exchange(ref shown, ballots) < ballots)
                        round.Shown();
                }
            });
        Console.WriteLine($"viewers      {viewers:N0} connected in {Stopwatch.GetElapsedTime(started).TotalSeconds:N1} s");
        if (pid is { } id)
            Console.WriteLine($"memory       {(ProcessMemory.Now(id) - before) / (double)viewers:N1} kB a viewer, {ProcessMemory.Now(id):N0} kB in all");

        var (first, last, spread) = (new long[rounds], new long[rounds], new long[rounds]);
        var missed = 0;
        for (var i = 0; i < rounds; i++)
        {
            var token = await api.TokenAsync(poll, cancellationToken);
            Volatile.Write(ref round, new Round(i + 1, viewers));
            var sent = Stopwatch.GetTimestamp();
            if (!await api.VoteAsync(poll, token, choice: 0, cancellationToken))
                throw new InvalidOperationException($"Vote {i} was not accepted.");
            missed += await round.WaitAsync(Patience, cancellationToken);
            (first[i], last[i], spread[i]) = (round.First - sent, round.Last - sent, round.Last - round.First);
            await Task.Delay(200, cancellationToken);
        }

        Console.WriteLine($"first screen {Percentiles.Of(first)}");
        Console.WriteLine($"last screen  {Percentiles.Of(last)}");
        Console.WriteLine($"between      {Percentiles.Of(spread)}");
        Console.WriteLine($"{rounds} votes to {viewers:N0} viewers, {missed:N0} not shown");
        if (pid is { } served)
            Console.WriteLine($"memory       {ProcessMemory.AtMost(served):N0} kB at most");
        await Parallel.ForEachAsync(screens, cancellationToken, (screen, _) => screen.DisposeAsync());
        return missed == 0 ? 0 : 1;
    }

    /// <summary>The vote that the screens are to show now.</summary>
    private sealed class Round(long ballots, int viewers)
    {
        private readonly TaskCompletionSource _all = new(TaskCreationOptions.RunContinuationsAsynchronously);
        private long _first;
        private long _last;
        private int _left = viewers;

        public long Ballots => ballots;

        public long First => Volatile.Read(ref _first);

        public long Last => Volatile.Read(ref _last);

        public void Shown()
        {
            var now = Stopwatch.GetTimestamp();
            Interlocked.CompareExchange(ref _first, now, 0);
            Volatile.Write(ref _last, now);
            if (Interlocked.Decrement(ref _left) == 0)
                _all.SetResult();
        }

        /// <returns>How many screens have not shown it in time.</returns>
        public async Task<int> WaitAsync(TimeSpan patience, CancellationToken cancellationToken)
        {
            await Task.WhenAny(_all.Task, Task.Delay(patience, cancellationToken));
            cancellationToken.ThrowIfCancellationRequested();
            return Volatile.Read(ref _left);
        }
    }
}

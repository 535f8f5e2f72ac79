using System.Diagnostics;
using System.Net.Http.Json;

namespace LiveTally.Bench;

/// <summary>
/// First a load that LiveTally can bear, then one far beyond: how fast does it refuse, does its memory stay, and is every 202 counted? Whoever
/// is refused comes back at once and not after Retry-After, as the worst of clients would.
/// </summary>
internal static class Overload
{
    private const int SteadyConnections = 64;
    private const double MostMemory = 1.5;
    private static readonly TimeSpan MostRefusal = TimeSpan.FromMilliseconds(50);

    /// <returns>0 when refusals were fast, memory stayed and the tally is exact.</returns>
    public static async Task<int> RunAsync(Api api, Uri url, int votes, int connections, int delay, int seconds, int pid, CancellationToken cancellationToken)
    {
        var poll = await api.OpenPollAsync(new { question = "How many?", options = new[] { "a", "b" }, expectedVoters = votes }, cancellationToken);
        var tokens = await Tokens.GetAsync(url, poll, votes, SteadyConnections, cancellationToken);
        var crowd = new Crowd(poll, tokens);

        await DelayLogAsync(url, 0, cancellationToken);
        var steady = await crowd.VoteAsync(url, SteadyConnections, TimeSpan.FromSeconds(Math.Max(5, seconds / 6)), pid, cancellationToken);
        Console.WriteLine($"steady      {steady}");
        await DelayLogAsync(url, delay, cancellationToken);
        var over = await crowd.VoteAsync(url, connections, TimeSpan.FromSeconds(seconds), pid, cancellationToken);
        await DelayLogAsync(url, 0, cancellationToken);
        Console.WriteLine($"overloaded  {over}");

        var accepted = steady.Accepted.Length + over.Accepted.Length;
        var exact = await CountedAsync(api, poll, accepted, cancellationToken);
        var memory = (double)over.Memory / steady.Memory;
        var (fast, flat) = (Percentiles.At(over.Refused, 0.99) <= MostRefusal.TotalMilliseconds, memory <= MostMemory);
        Console.WriteLine($"refusals    {(over.Refused.Length == 0 ? "none: this was no overload" : Percentiles.Of(over.Refused))}{(fast ? "" : ", TOO SLOW")}");
        Console.WriteLine($"memory      {memory:N2} x steady{(flat ? "" : ", TOO MUCH")}");
        Console.WriteLine($"tally       {accepted:N0} accepted, {(exact ? "all of them counted and no others" : "NOT what is counted")}");
        return over.Refused.Length > 0 && fast && flat && exact ? 0 : 1;
    }

    private static async Task<bool> CountedAsync(Api api, string poll, int accepted, CancellationToken cancellationToken)
    {
        for (var waiting = Stopwatch.StartNew(); waiting.Elapsed < TimeSpan.FromSeconds(60); await Task.Delay(100, cancellationToken))
        {
            if ((await api.ResultsAsync(poll, cancellationToken)).GetProperty("ballots").GetInt64() >= accepted)
                break;
        }

        // A vote too many would come late: give it time.
        await Task.Delay(TimeSpan.FromSeconds(2), cancellationToken);
        return (await api.ResultsAsync(poll, cancellationToken)).GetProperty("ballots").GetInt64() == accepted;
    }

    /// <summary>Makes every append wait, as a slow disk or a throttled hub would.</summary>
    private static async Task DelayLogAsync(Uri url, int milliseconds, CancellationToken cancellationToken)
    {
        object[] rules = milliseconds == 0 ? [] : [new { kind = "log.delay", amount = milliseconds }];
        using var http = new HttpClient();
        using var answer = await http.PutAsJsonAsync(new Uri(url, "/_faults"), new { seed = 1, rules }, cancellationToken);
        if (milliseconds != 0)
            answer.EnsureSuccessStatusCode();
    }

    /// <summary>Voters, each of whom votes until accepted.</summary>
    private sealed class Crowd(string poll, string[] tokens)
    {
        private readonly Queue<int> _waiting = new(Enumerable.Range(0, tokens.Length));

        public async Task<Outcome> VoteAsync(Uri url, int connections, TimeSpan time, int pid, CancellationToken cancellationToken)
        {
            var voters = new Dictionary<int, int>();
            var answers = new List<(int Voter, int Status)>();
            var started = Stopwatch.GetTimestamp();
            var (memory, sampled) = (0L, started);
            var times = await new RawLoad(url, connections).RunAsync(Next, Answered, cancellationToken);
            return new Outcome(
                [.. times.Each.Where((_, i) => answers[i].Status == 202)], [.. times.Each.Where((_, i) => answers[i].Status != 202)], times.All, memory);

            byte[]? Next(int number)
            {
                if (Stopwatch.GetElapsedTime(started) > time || !_waiting.TryDequeue(out var voter))
                    return null;
                voters[number] = voter;
                return RawConnection.Post($"/api/polls/{poll}/votes", tokens[voter], "{\"choices\":[1]}"u8);
            }

            void Answered(int number, RawAnswer answer)
            {
                voters.Remove(number, out var voter);
                answers.Add((voter, answer.Status));
                if (answer.Status is 503 or 429)
                    _waiting.Enqueue(voter);
                else if (answer.Status != 202)
                    throw new InvalidOperationException($"A vote was answered {answer.Status}: {System.Text.Encoding.UTF8.GetString(answer.Body)}");

                if (Stopwatch.GetElapsedTime(sampled) > TimeSpan.FromSeconds(0.5))
                    (memory, sampled) = (Math.Max(memory, ProcessMemory.Now(pid)), Stopwatch.GetTimestamp());
            }
        }
    }

    private sealed record Outcome(long[] Accepted, long[] Refused, TimeSpan Time, long Memory)
    {
        public override string ToString() =>
            $"{Accepted.Length / Time.TotalSeconds:N0}/s accepted{(Accepted.Length == 0 ? "" : $" ({Percentiles.Of(Accepted)})")}, {Refused.Length / Time.TotalSeconds:N0}/s refused, {Memory:N0} kB at most";
    }
}

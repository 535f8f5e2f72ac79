using System.Diagnostics;
using System.Text.Json;

namespace LiveTally.Bench;

/// <summary>Many voters at once; checks the tally to the vote, and says how fast it was.</summary>
internal static class Load
{
    private const int Options = 4;

    /// <returns>0 when every accepted vote was counted and seen, exactly.</returns>
    public static async Task<int> RunAsync(Api api, int votes, int connections, int? pid, CancellationToken cancellationToken)
    {
        var poll = await api.OpenPollAsync(new { question = "How fast?", options = new[] { "a", "b", "c", "d" }, expectedVoters = votes }, cancellationToken);
        var seen = new Seen();
        await using var screen = await api.WatchAsync(poll, seen.Add, cancellationToken);
        var parallel = new ParallelOptions { MaxDegreeOfParallelism = connections, CancellationToken = cancellationToken };

        var tokens = new string[votes];
        var started = Stopwatch.GetTimestamp();
        await Parallel.ForAsync(0, votes, parallel, async (voter, ct) => tokens[voter] = await api.TokenAsync(poll, ct));
        Console.WriteLine($"tokens      {votes / Stopwatch.GetElapsedTime(started).TotalSeconds,10:N0}/s");

        var accepted = new int[Options];
        var unanswered = 0;
        var latencies = new long[votes];
        started = Stopwatch.GetTimestamp();
        await Parallel.ForAsync(0, votes, parallel, async (voter, ct) =>
        {
            var sent = Stopwatch.GetTimestamp();
            if (await AcceptedAsync(voter, ct))
                Interlocked.Increment(ref accepted[voter % Options]);
            latencies[voter] = Stopwatch.GetTimestamp() - sent;
        });
        var voting = Stopwatch.GetElapsedTime(started);
        var total = accepted.Sum();
        Console.WriteLine($"votes       {votes / voting.TotalSeconds,10:N0}/s    {total:N0} of {votes:N0} accepted in {voting.TotalSeconds:N2} s, {unanswered:N0} sent again");
        Console.WriteLine($"answer      {Percentiles.Of(latencies)}");

        JsonElement results;
        do
            results = await api.ResultsAsync(poll, cancellationToken);
        while (results.GetProperty("ballots").GetInt64() < total && Stopwatch.GetElapsedTime(started) < voting + TimeSpan.FromSeconds(60));
        Console.WriteLine($"counted     {(Stopwatch.GetElapsedTime(started) - voting).TotalMilliseconds,10:N0} ms after the last answer");

        // A vote too many would come late: give it time.
        await Task.Delay(TimeSpan.FromSeconds(2), cancellationToken);
        results = await api.ResultsAsync(poll, cancellationToken);
        var counts = results.GetProperty("counts").EnumerateArray().Select(count => count.GetInt32()).ToArray();
        var exact = results.GetProperty("ballots").GetInt64() == total && counts.SequenceEqual(accepted);
        var watched = seen.Version == results.GetProperty("version").GetInt64();
        Console.WriteLine($"tally       {string.Join(" + ", counts)} = {results.GetProperty("ballots")}, {(exact ? "exact" : $"WRONG, accepted were {string.Join(" + ", accepted)} = {total}")}");
        Console.WriteLine($"screen      version {seen.Version} of {results.GetProperty("version")}, {seen.Messages} messages");
        if (pid is { } id)
            Console.WriteLine($"memory      {ProcessMemory.Now(id):N0} kB now, {ProcessMemory.AtMost(id):N0} kB at most");
        return exact && watched ? 0 : 1;

        // A server that is killed in the middle leaves votes without an answer: each is sent again, as its voter would.
        async Task<bool> AcceptedAsync(int voter, CancellationToken ct)
        {
            while (true)
            {
                try
                {
                    return await api.VoteAsync(poll, tokens[voter], voter % Options, ct);
                }
                catch (HttpRequestException)
                {
                    Interlocked.Increment(ref unanswered);
                    await Task.Delay(100, ct);
                }
            }
        }
    }

    private sealed class Seen
    {
        private long _version;
        private int _messages;

        public long Version => Interlocked.Read(ref _version);

        public int Messages => Volatile.Read(ref _messages);

        public void Add(JsonElement results)
        {
            Interlocked.Increment(ref _messages);
            Interlocked.Exchange(ref _version, Math.Max(_version, results.GetProperty("version").GetInt64()));
        }
    }
}

using System.Diagnostics;
using System.Text.Json;

namespace LiveTally.Bench;

/// <summary>
/// Votes at a steady rate, each sent at its time whether or not the one before is through, round robin over 20 options: the n-th vote for an
/// option is seen when a screen shows n for it.
/// </summary>
internal static class Latency
{
    private const int Options = 20;
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(10);

    /// <returns>0 when every vote was seen.</returns>
    public static async Task<int> RunAsync(Api api, int rate, int seconds, CancellationToken cancellationToken)
    {
        var votes = rate * seconds;
        var poll = await api.OpenPollAsync(
            new { question = "How soon?", options = Enumerable.Range(0, Options).Select(option => $"{option}"), expectedVoters = 10_000 }, cancellationToken);
        var tokens = new string[votes];
        for (var voter = 0; voter < votes; voter++)
            tokens[voter] = await api.TokenAsync(poll, cancellationToken);

        var sent = new long[votes];
        var seen = new long[votes];
        var answered = new long[votes];
        var shown = new int[Options];
        await using var screen = await api.WatchAsync(poll, Show, cancellationToken);

        var started = Stopwatch.GetTimestamp();
        var answers = new Task[votes];
        for (var vote = 0; vote < votes; vote++)
        {
            var wait = TimeSpan.FromSeconds((double)vote / rate) - Stopwatch.GetElapsedTime(started);
            if (wait > TimeSpan.Zero)
                await Task.Delay(wait, cancellationToken);
            answers[vote] = VoteAsync(vote);
        }

        await Task.WhenAll(answers);
        for (var waiting = Stopwatch.StartNew(); seen.Contains(0) && waiting.Elapsed < Patience;)
            await Task.Delay(10, cancellationToken);

        var missing = seen.Count(time => time == 0);
        Console.WriteLine($"POST to 202     {Percentiles.Of(answered)}");
        Console.WriteLine($"POST to screen  {Percentiles.Of([.. seen.Where(time => time != 0)])}");
        Console.WriteLine($"{votes} votes at {rate}/s, {missing} not seen");
        return missing == 0 ? 0 : 1;

        async Task VoteAsync(int vote)
        {
            sent[vote] = Stopwatch.GetTimestamp();
            if (!await api.VoteAsync(poll, tokens[vote], vote % Options, cancellationToken))
                throw new InvalidOperationException($"Vote {vote} was not accepted.");
            answered[vote] = Stopwatch.GetTimestamp() - sent[vote];
        }

        void Show(JsonElement results)
        {
            var now = Stopwatch.GetTimestamp();
            for (var option = 0; option < Options; option++)
            {
                for (var count = results.GetProperty("counts")[option].GetInt32(); shown[option] < count; shown[option]++)
                {
                    var vote = (shown[option] * Options) + option;
                    seen[vote] = now - sent[vote];
                }
            }
        }
    }
}

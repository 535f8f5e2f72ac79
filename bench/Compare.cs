using System.Globalization;
using System.Text;

namespace LiveTally.Bench;

/// <summary>Votes a second of LiveTally and of two peers, in turns, so that a busy machine is as busy for each; medians and ratios.</summary>
internal static class Compare
{
    private const int WarmUp = 20_000;
    private const int BatchLines = 1_000;
    private const int BatchConnections = 4;

    public static async Task<int> RunAsync(Api api, Uri url, string adminKey, int votes, int connections, int rounds, bool uncounted, CancellationToken cancellationToken)
    {
        using var plain = await PeerProcess.StartAsync(durable: false, cancellationToken);
        using var durable = await PeerProcess.StartAsync(durable: true, cancellationToken);
        var (ofPlain, ofDurable, ofLiveTally, ofBatch) = (new List<double>(), new List<double>(), new List<double>(), new List<double>());
        for (var round = -1; round < rounds; round++)
        {
            var count = round < 0 ? Math.Min(WarmUp, votes) : votes;
            var bare = await PeerAsync(plain.Url, count, connections, cancellationToken);
            var logged = await PeerAsync(durable.Url, count, connections, cancellationToken);
            var voted = await VoteAsync(api, url, count, connections, uncounted, cancellationToken);
            var batched = await BatchAsync(api, url, adminKey, count, uncounted, cancellationToken);
            if (round < 0)
                continue;
            ofPlain.Add(bare.PerSecond);
            ofDurable.Add(logged.PerSecond);
            ofLiveTally.Add(voted.PerSecond);
            ofBatch.Add(batched.PerSecond * BatchLines);
            Console.WriteLine($"round {round + 1}: bare {bare.PerSecond:N0}/s, durable {logged.PerSecond:N0}/s, LiveTally {voted.PerSecond:N0}/s ({Percentiles.Of(voted.Each)}), in batches {ofBatch[^1]:N0}/s");
        }

        var median = Median(ofLiveTally);
        Console.WriteLine($"bare endpoint     {Median(ofPlain),10:N0}/s");
        Console.WriteLine($"with durable log  {Median(ofDurable),10:N0}/s");
        Console.WriteLine($"LiveTally         {median,10:N0}/s    {median / Median(ofDurable):P0} of the durable endpoint, {median / Median(ofPlain):P0} of the bare one");
        Console.WriteLine($"in batches        {Median(ofBatch),10:N0}/s    {BatchLines:N0} lines a batch, {BatchConnections} at once");
        return 0;
    }

    private static Task<LoadTimes> PeerAsync(Uri peer, int votes, int connections, CancellationToken cancellationToken)
    {
        // Headers as long as LiveTally's.
        var request = RawConnection.Post("/api/polls/aaaaaaaa/votes", new string('A', 50), "{\"choices\":[1]}"u8);
        return new RawLoad(peer, connections).RunAsync(n => n < votes ? request : null, Accepted, cancellationToken);
    }

    private static async Task<LoadTimes> VoteAsync(Api api, Uri url, int votes, int connections, bool uncounted, CancellationToken cancellationToken)
    {
        var poll = await api.OpenPollAsync(new { question = "How fast?", options = new[] { "a", "b", "c", "d" }, expectedVoters = votes }, cancellationToken);
        var tokens = await Tokens.GetAsync(url, poll, votes, connections, cancellationToken);
        var requests = Array.ConvertAll(tokens, token => RawConnection.Post($"/api/polls/{poll}/votes", token, "{\"choices\":[1]}"u8));
        var times = await new RawLoad(url, connections).RunAsync(n => n < votes ? requests[n] : null, Accepted, cancellationToken);
        if (!uncounted)
            await CountedAsync(api, poll, votes, cancellationToken);
        return times;
    }

    private static async Task<LoadTimes> BatchAsync(Api api, Uri url, string adminKey, int votes, bool uncounted, CancellationToken cancellationToken)
    {
        var poll = await api.OpenPollAsync(new { question = "How many?", options = new[] { "a", "b", "c", "d" }, expectedVoters = votes }, cancellationToken);
        var batches = Enumerable.Range(0, votes / BatchLines).Select(batch =>
        {
            var lines = Enumerable.Range(0, BatchLines).Select(line => string.Create(CultureInfo.InvariantCulture, $"{{\"voterId\":\"u-{batch}-{line}\",\"choices\":[1]}}\n"));
            return RawConnection.Post($"/api/polls/{poll}/votes/batch", null, Encoding.ASCII.GetBytes(string.Concat(lines)), "application/x-ndjson", adminKey);
        }).ToArray();
        var times = await new RawLoad(url, BatchConnections).RunAsync(n => n < batches.Length ? batches[n] : null, Accepted, cancellationToken);
        if (!uncounted)
            await CountedAsync(api, poll, batches.Length * BatchLines, cancellationToken);
        return times;
    }

    private static void Accepted(int number, RawAnswer answer)
    {
        if (answer.Status != 202)
            throw new InvalidOperationException($"Request {number} was answered {answer.Status}: {Encoding.UTF8.GetString(answer.Body)}");
    }

    /// <summary>So that the counting of one load does not slow the next.</summary>
    private static async Task CountedAsync(Api api, string poll, int votes, CancellationToken cancellationToken)
    {
        while ((await api.ResultsAsync(poll, cancellationToken)).GetProperty("ballots").GetInt64() < votes)
            await Task.Delay(50, cancellationToken);
    }

    private static double Median(List<double> values) => values.Order().ElementAt(values.Count / 2);
}

using System.Collections.Concurrent;
using System.Diagnostics;
using System.Text;
using LiveTally.Tests.EndToEnd;

namespace LiveTally.Tests.Fuzz;

/// <summary>Starts the program, sends it all that, and sees whether it still counts.</summary>
internal sealed class FuzzRun(FuzzOptions options, LiveTallyProcess process, HttpClient http)
{
    private const int PerPlanting = 400;
    private const double RawShare = 0.03;

    private readonly ConcurrentDictionary<string, int> _answers = [];
    private readonly ConcurrentQueue<string> _violations = [];
    private readonly MemoryWatch _memory = new(process.Id);
    private int _left = options.Requests;

    public static async Task<Report> RunAsync(FuzzOptions options, CancellationToken cancellationToken)
    {
        await using var process = await LiveTallyProcess.StartAsync();
        using var http = new HttpClient(new SocketsHttpHandler { MaxConnectionsPerServer = options.Workers * 2, AllowAutoRedirect = false, UseCookies = false }) { Timeout = TimeSpan.FromSeconds(60) };
        return await new FuzzRun(options, process, http).RunAsync(cancellationToken);
    }

    private async Task<Report> RunAsync(CancellationToken cancellationToken)
    {
        var began = Stopwatch.StartNew();
        var document = new ApiDocument(await http.GetStringAsync(new Uri(process.Address, "/api/openapi.json"), cancellationToken));
        var judge = new Judge(document, process.Data);
        var random = new Random(options.Seed);
        while (_left > 0 && began.Elapsed < options.AtMost)
        {
            // Polls get closed and deleted, and voters used up.
            var seeds = await Seeds.PlantAsync(http, process, cancellationToken);
            var raw = new RawRequests(process.Address, seeds);
            var some = Math.Min(_left, PerPlanting) / options.Workers;
            _left -= Math.Max(some, 1) * options.Workers;
            var workers = Enumerable.Range(0, options.Workers).Select(_ => random.Next()).ToArray();
            await Task.WhenAll(workers.Select(seed => WorkAsync(new Random(seed), Math.Max(some, 1), document, judge, seeds, raw, cancellationToken)));
            _memory.Sample();
        }

        if (_memory.Violation() is { } grown)
            _violations.Enqueue(grown);
        if (!await StillCountsAsync(cancellationToken))
            _violations.Enqueue("A good vote does not count any more.");
        return Report.Of(options, began.Elapsed, _answers, _memory, [.. _violations]);
    }

    private async Task WorkAsync(Random random, int requests, ApiDocument document, Judge judge, Seeds seeds, RawRequests raw, CancellationToken cancellationToken)
    {
        for (; requests > 0; requests--)
        {
            if (random.Chance(RawShare))
                await SendRawAsync(random, judge, raw, cancellationToken);
            else
                await SendAsync(FuzzRequest.Make(document, seeds, random), judge, cancellationToken);
        }
    }

    private async Task SendAsync(FuzzRequest fuzz, Judge judge, CancellationToken cancellationToken)
    {
        using var request = fuzz.Message(process.Address);
        try
        {
            using var response = await http.SendAsync(request, cancellationToken);
            var body = await response.Content.ReadAsStringAsync(cancellationToken);
            Count($"{(int)response.StatusCode}");
            if (judge.Find(fuzz, response, body) is { } wrong)
                _violations.Enqueue($"{wrong} {fuzz} -> {(int)response.StatusCode} {body[..Math.Min(body.Length, 500)]}");
        }
        catch (HttpRequestException e) when (e.HttpRequestError is HttpRequestError.Unknown or HttpRequestError.InvalidResponse or HttpRequestError.ResponseEnded)
        {
            // The server hangs up while the rest of a refused body is still being sent.
            Count("none");
        }
    }

    private async Task SendRawAsync(Random random, Judge judge, RawRequests raw, CancellationToken cancellationToken)
    {
        var (sent, answer) = await raw.SendAsync(random, cancellationToken);
        var status = answer.StartsWith("HTTP/1.1 ", StringComparison.Ordinal) ? answer[9..12] : "none";
        Count($"raw {status}");
        if (status[0] == '5' && status != "505")
            _violations.Enqueue($"The answer is {status} to the bytes {Encoding.Latin1.GetString(sent)}");
        else if (judge.Leak(answer) is { } leak)
            _violations.Enqueue($"The answer says '{leak}' to the bytes {Encoding.Latin1.GetString(sent)}");
    }

    private async Task<bool> StillCountsAsync(CancellationToken cancellationToken)
    {
        var (poll, token) = await Seeds.OpenAsync(http, process, "live", cancellationToken);
        var address = new Uri(process.Address, $"/api/polls/{poll}/");
        await Seeds.PostAsync(http, new Uri(address, "votes"), new { choices = new[] { 1 } }, ("Authorization", "Bearer " + token), cancellationToken);
        for (var began = Stopwatch.StartNew(); began.Elapsed < TimeSpan.FromSeconds(30);)
        {
            if ((await http.GetStringAsync(new Uri(address, "results"), cancellationToken)).Contains("\"counts\":[0,1,0]", StringComparison.Ordinal))
                return true;
            await Task.Delay(50, cancellationToken);
        }

        return false;
    }

    private void Count(string answer) => _answers.AddOrUpdate(answer, 1, static (_, count) => count + 1);
}

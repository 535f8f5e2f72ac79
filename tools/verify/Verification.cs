using System.Net;
using System.Net.Http.Json;
using System.Text.Json;

namespace LiveTally.Verify;

/// <summary>Downloads what a poll has published, counts it anew and says whether all of it agrees.</summary>
internal sealed class Verification(HttpClient http, TextWriter output)
{
    public const int Agrees = 0;
    public const int Differs = 1;
    public const int Unreachable = 2;

    /// <returns>The exit code.</returns>
    public async Task<int> RunAsync(string pollId, string? receiptText, CancellationToken cancellationToken)
    {
        var receipt = receiptText is null ? null : Receipt.TryRead(receiptText);
        if (receiptText is not null && receipt?.PollId != pollId)
        {
            await output.WriteLineAsync("The receipt is none of this poll.");
            return Differs;
        }

        try
        {
            var poll = await GetAsync($"api/polls/{pollId}", Documents.Default.Poll, cancellationToken);
            var results = await GetAsync($"api/polls/{pollId}/results", Documents.Default.Results, cancellationToken);
            await output.WriteLineAsync($"{poll.Question}  [{poll.State}, {poll.Kind}, {poll.Boxes} boxes]");
            if (poll.State != "final")
                await output.WriteLineAsync("The poll is not final: votes may come in between the results and the journal, and then they differ.");

            var (recount, found) = await RecountAsync(poll, receipt, cancellationToken);
            Compare(recount, results);
            await ReportAsync(poll, recount, results, receipt, found);
            return recount.Faults.Count == 0 && (receipt is null || found.Count > 0) ? Agrees : Differs;
        }
        catch (Exception e) when (e is HttpRequestException or IOException or JsonException or FormatException or OverflowException)
        {
            await output.WriteLineAsync($"It cannot be verified: {e.Message}");
            return e is HttpRequestException or IOException ? Unreachable : Differs;
        }
    }

    private async Task<(Recount Recount, List<Line> Found)> RecountAsync(Poll poll, Receipt? receipt, CancellationToken cancellationToken)
    {
        var recount = new Recount(poll);
        var found = new List<Line>();
        using var response = await http.GetAsync($"api/polls/{poll.Id}/journal", HttpCompletionOption.ResponseHeadersRead, cancellationToken);
        await CheckAsync(response, cancellationToken);
        using var lines = new StreamReader(await response.Content.ReadAsStreamAsync(cancellationToken));
        while (await lines.ReadLineAsync(cancellationToken) is { } text)
        {
            var line = JsonSerializer.Deserialize(text, Documents.Default.Line) ?? throw new FormatException("A line of the journal is empty.");
            recount.Add(line);
            if (receipt is not null && line.Box == receipt.Box && line.BallotKey == receipt.BallotKey && line.VoteId == receipt.VoteId)
                found.Add(line);
        }

        recount.End();
        return (recount, found);
    }

    private static void Compare(Recount recount, Results results)
    {
        if (recount.Ballots != results.Ballots)
            recount.Faults.Add($"The results have {results.Ballots} ballots, the journal has {recount.Ballots}.");
        if (!recount.Counts.SequenceEqual(results.Counts))
            recount.Faults.Add($"The results count {string.Join(", ", results.Counts)}, the journal {string.Join(", ", recount.Counts)}.");
        if (results.FirstChoices is { } firsts && !recount.FirstChoices.SequenceEqual(firsts))
            recount.Faults.Add($"The results have first choices {string.Join(", ", firsts)}, the journal {string.Join(", ", recount.FirstChoices)}.");
        if (results.Final is { } final && final.Root != recount.Root)
            recount.Faults.Add($"The results were published with the root {final.Root}.");
    }

    private async Task ReportAsync(Poll poll, Recount recount, Results results, Receipt? receipt, List<Line> found)
    {
        for (var option = 0; option < poll.Options.Length; option++)
            await output.WriteLineAsync($"  {recount.Counts[option],10}  {poll.Options[option]}");
        await output.WriteLineAsync($"  {recount.Ballots,10}  ballots, recounted");
        await output.WriteLineAsync($"Root: {recount.Root}{(results.Final is null ? " (so far)" : "")}");
        foreach (var line in found)
            await output.WriteLineAsync($"Your vote {line.VoteId}: {line.Outcome} {line.Reason}, choices [{string.Join(", ", line.Choices ?? [])}], box {line.Box}, entry {line.Entry}");
        if (receipt is not null && found.Count == 0)
            await output.WriteLineAsync($"Your vote {receipt.VoteId} is not in the journal of box {receipt.Box}.");
        foreach (var fault in recount.Faults)
            await output.WriteLineAsync($"WRONG: {fault}");
        await output.WriteLineAsync(recount.Faults.Count == 0 ? "Journal, hashes and results agree." : $"{recount.Faults.Count} things do not agree.");
    }

    private async Task<T> GetAsync<T>(string path, System.Text.Json.Serialization.Metadata.JsonTypeInfo<T> type, CancellationToken cancellationToken)
    {
        using var response = await http.GetAsync(path, cancellationToken);
        await CheckAsync(response, cancellationToken);
        return await response.Content.ReadFromJsonAsync(type, cancellationToken) ?? throw new FormatException($"{path} is empty.");
    }

    private static async Task CheckAsync(HttpResponseMessage response, CancellationToken cancellationToken)
    {
        if (response.StatusCode != HttpStatusCode.OK)
            throw new HttpRequestException($"{response.RequestMessage!.RequestUri} answered {(int)response.StatusCode}: {await response.Content.ReadAsStringAsync(cancellationToken)}");
    }
}

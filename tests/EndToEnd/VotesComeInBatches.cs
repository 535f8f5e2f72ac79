using System.Net;
using System.Net.Http.Headers;
using System.Text;
using System.Text.Json;

namespace LiveTally.Tests.EndToEnd;

public sealed class VotesComeInBatches(VotesComeInBatches.Server running) : IClassFixture<VotesComeInBatches.Server>
{
    private const string Ndjson = "application/x-ndjson";
    private readonly Client _client = running.Client;

    [Fact]
    public async Task Every_line_has_its_outcome_in_order_and_what_is_accepted_counts()
    {
        var poll = await _client.OpenPollAsync();
        var key = Guid.CreateVersion7();

        var (answer, outcomes) = await BatchAsync(
            poll,
            Line("u-1", 0),
            """{"voterId":"u-2","choices":[7]}""",
            Line("u-3", 1, key),
            "",
            "not JSON",
            """{"choices":[0]}""",
            """{"voterId":"u-4","choices":[0],"weight":2}""",
            Line(new string('u', 129), 0),
            """{"voterId":"u-5","choices":[0],"idempotencyKey":"no-uuid"}""",
            $$"""{"voterId":"u-6","choices":[0{{new string(' ', 9_000)}}]}""",
            Line("u-7", 1));

        Assert.Equal((HttpStatusCode.Accepted, Ndjson), (answer.Status, answer.MediaType));
        Assert.Equal(
            ["accepted", "2 invalidChoice", "accepted", "5 malformedJson", "6 malformedJson", "7 malformedJson", "8 invalidVoter", "9 invalidIdempotencyKey", "10 bodyTooLarge", "accepted"],
            outcomes.Select(Outcome));
        Assert.Equal(["voteId", "pollId", "receipt", "acceptedAt", "status"], outcomes[0].EnumerateObject().Select(field => field.Name));
        Assert.Equal(["line", "status", "code", "detail"], outcomes[1].EnumerateObject().Select(field => field.Name));
        Assert.Equal(key, outcomes[2].GetProperty("voteId").GetGuid());
        Assert.Equal([1, 2], (await _client.ResultsAsync(poll, results => results.Ballots() == 3)).Counts());
    }

    [Fact]
    public async Task A_voter_of_a_batch_is_the_same_one_as_in_a_single_call()
    {
        var poll = await _client.OpenPollAsync();
        var key = Guid.CreateVersion7();

        var single = await _client.SendAsync(
            HttpMethod.Post, $"polls/{poll}/votes", new { voterId = "u-ü", choices = new[] { 0 } }, asAdmin: true, headers: ("Idempotency-Key", $"{key}"));
        var (_, outcomes) = await BatchAsync(poll, Line("u-ü", 0, key));

        Assert.Equal(HttpStatusCode.Accepted, single.Status);
        Assert.Equal(single.Json.Text("receipt"), outcomes[0].Text("receipt"));
    }

    [Fact]
    public async Task Sent_again_with_its_keys_a_batch_is_answered_alike_and_counts_once()
    {
        var poll = await _client.OpenPollAsync(new { question = "Which?", options = new[] { "a", "b" }, allowChange = true });
        var lines = Enumerable.Range(0, 200).Select(voter => Line($"u-{voter}", voter % 2, Guid.CreateVersion7())).ToArray();

        var first = await BatchAsync(poll, lines);
        var second = await BatchAsync(poll, lines);

        Assert.Equal(200, first.Outcomes.Count(outcome => Outcome(outcome) == "accepted"));
        Assert.Equal(first.Outcomes.Select(outcome => outcome.Text("receipt")), second.Outcomes.Select(outcome => outcome.Text("receipt")));
        await _client.ResultsAsync(poll, results => results.Ballots() == 200);
        Assert.Equal([100, 100], (await _client.SettledResultsAsync(poll)).Counts());
    }

    [Fact]
    public async Task Of_too_many_lines_the_first_thousand_count_and_the_answer_says_where_it_ended()
    {
        var poll = await _client.OpenPollAsync();

        // More than any buffer between here and there holds.
        var (answer, outcomes) = await BatchAsync(poll, [.. Enumerable.Range(0, 60_000).Select(voter => Line($"u-{voter}", 0))]);

        Assert.Equal((HttpStatusCode.Accepted, 1_001), (answer.Status, outcomes.Count));
        Assert.All(outcomes[..1_000], outcome => Assert.Equal("accepted", Outcome(outcome)));
        Assert.Equal("1001 tooManyVotes", Outcome(outcomes[^1]));
        Assert.Equal(1_000, (await _client.ResultsAsync(poll, results => results.Ballots() >= 1_000)).Ballots());
    }

    [Fact]
    public async Task A_batch_that_says_that_it_is_too_large_is_refused_before_any_of_it_is_read()
    {
        using var raw = new RawRequest(running.Process.Address);
        await raw.SendAsync($"POST /api/polls/aaaaaaaa/votes/batch HTTP/1.1\r\nHost: x\r\nX-Admin-Key: {running.Process.AdminKey}\r\nContent-Type: {Ndjson}\r\nContent-Length: 9000000\r\n\r\n");

        Assert.Matches("^HTTP/1.1 413 (.|\n)*tooManyVotes", await raw.AnswerAsync());
    }

    [Fact]
    public async Task Votes_are_taken_as_they_arrive_and_those_of_a_batch_that_breaks_off_count()
    {
        var poll = await _client.OpenPollAsync();
        var (first, second) = (Line("u-1", 1, Guid.CreateVersion7()), Line("u-2", 1, Guid.CreateVersion7()));

        string heard;
        using (var raw = new RawRequest(running.Process.Address))
        {
            await raw.SendAsync($"POST /api/polls/{poll}/votes/batch HTTP/1.1\r\nHost: x\r\nX-Admin-Key: {running.Process.AdminKey}\r\nContent-Type: {Ndjson}\r\nTransfer-Encoding: chunked\r\n\r\n");
            await raw.SendAsync($"{first.Length + 1:x}\r\n{first}\n\r\n");
            heard = await raw.AnswerAsync("}\n\r\n");
        }

        Assert.StartsWith("HTTP/1.1 202 ", heard, StringComparison.Ordinal);
        Assert.Equal([0, 1], (await _client.ResultsAsync(poll, results => results.Ballots() == 1)).Counts());
        var (_, again) = await BatchAsync(poll, first, second);
        Assert.Contains(again[0].Text("receipt")!, heard, StringComparison.Ordinal);
        await _client.ResultsAsync(poll, results => results.Ballots() == 2);
        Assert.Equal([0, 2], (await _client.SettledResultsAsync(poll)).Counts());
    }

    [Fact]
    public async Task Whoever_is_no_trusted_backend_or_sends_something_else_is_refused()
    {
        var poll = await _client.OpenPollAsync();
        var closed = await _client.OpenPollAsync();
        await _client.SendAsync(HttpMethod.Post, $"polls/{closed}/close", asAdmin: true);
        var draft = await _client.CreatePollAsync();

        foreach (var (at, type, asBackend, status, code) in new[]
        {
            (poll, Ndjson, false, HttpStatusCode.Unauthorized, "adminRequired"),
            (poll, "application/json", true, HttpStatusCode.UnsupportedMediaType, "unsupportedMediaType"),
            ("aaaaaaaa", Ndjson, true, HttpStatusCode.NotFound, "pollNotFound"),
            (draft, Ndjson, true, HttpStatusCode.NotFound, "pollNotFound"),
            (closed, Ndjson, true, HttpStatusCode.Conflict, "pollClosed"),
        })
        {
            var answer = await _client.SendAsync(HttpMethod.Post, $"polls/{at}/votes/batch", Body(type, Line("u-1", 0)), asAdmin: asBackend);
            Assert.Equal((status, code, "application/problem+json"), (answer.Status, answer.Code, answer.MediaType));
        }

        Assert.Equal(0, (await _client.GetAsync($"polls/{poll}/results")).Json.Ballots());
    }

    private async Task<(Answer Answer, List<JsonElement> Outcomes)> BatchAsync(string poll, params string[] lines)
    {
        var answer = await _client.SendAsync(HttpMethod.Post, $"polls/{poll}/votes/batch", Body(Ndjson, lines), asAdmin: true);
        return (answer, [.. answer.Text.Split('\n', StringSplitOptions.RemoveEmptyEntries).Select(line => JsonDocument.Parse(line).RootElement)]);
    }

    private static ByteArrayContent Body(string type, params string[] lines) =>
        new(Encoding.UTF8.GetBytes(string.Join('\n', lines))) { Headers = { ContentType = new MediaTypeHeaderValue(type) } };

    private static string Line(string voterId, int choice, Guid? key = null) =>
        JsonSerializer.Serialize(key is null ? (object)new { voterId, choices = new[] { choice } } : new { voterId, choices = new[] { choice }, idempotencyKey = key });

    private static string Outcome(JsonElement line) =>
        line.Text("status") == "accepted" ? "accepted" : $"{line.GetProperty("line")} {line.Text("code")}";

    public sealed class Server() : RunningWith(("Voting__MaxAppendTime", "00:00:10"), ("Closing__Grace", "00:00:12"));
}

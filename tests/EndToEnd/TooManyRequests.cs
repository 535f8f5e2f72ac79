using System.Net;
using System.Net.Http.Headers;
using System.Text.Json;

namespace LiveTally.Tests.EndToEnd;

/// <summary>The rate limits, of a server behind a proxy.</summary>
public sealed class TooManyRequests(TooManyRequests.Server server) : IClassFixture<TooManyRequests.Server>
{
    private const int PerAddress = 100;
    private const int PerBackend = 20;
    private readonly Client _client = server.Client;

    [Fact]
    public async Task A_voter_who_votes_on_and_on_is_told_to_wait_and_no_other_is()
    {
        var poll = await _client.OpenPollAsync();
        var token = await _client.TokenAsync(poll);

        var answers = await Task.WhenAll(Enumerable.Range(0, 30).Select(_ => _client.VoteAsync(poll, token, [0])));

        // One comes back each second that the test takes.
        Assert.InRange(answers.Count(answer => answer.Status == HttpStatusCode.Accepted), 10, 20);
        Assert.All(answers.Where(answer => answer.Status != HttpStatusCode.Accepted), IsRateLimited);
        Assert.Equal(HttpStatusCode.Accepted, (await _client.VoteAsync(poll, await _client.TokenAsync(poll), [0])).Status);
    }

    [Fact]
    public async Task Nobody_uses_up_a_voter_s_votes_without_the_token()
    {
        var poll = await _client.OpenPollAsync();
        var token = await _client.TokenAsync(poll);

        for (var i = 0; i < 12; i++)
            Assert.Equal("invalidVoterToken", (await _client.VoteAsync(poll, token[..^1] + (token[^1] == 'A' ? 'Q' : 'A'), [0])).Code);

        Assert.Equal(HttpStatusCode.Accepted, (await _client.VoteAsync(poll, token, [0])).Status);
    }

    [Fact]
    public async Task An_address_that_asks_on_and_on_is_told_to_wait_whatever_it_says_of_others()
    {
        var answers = new List<Answer>();
        while (answers.Count <= PerAddress || (answers.Count < 2 * PerAddress && answers[^1].Status == HttpStatusCode.OK))
            answers.Add(await FromAsync($"192.0.2.{answers.Count}, 203.0.113.7", HttpMethod.Get, "health/live"));

        Assert.All(answers[..PerAddress], answer => Assert.Equal(HttpStatusCode.OK, answer.Status));
        IsRateLimited(answers[^1]);
        Assert.Equal(HttpStatusCode.OK, (await FromAsync("203.0.113.8", HttpMethod.Get, "health/live")).Status);
    }

    [Fact]
    public async Task Journals_and_codes_are_limited_more_than_other_requests()
    {
        var poll = await _client.OpenPollAsync();
        foreach (var (method, path, body) in new[] { (HttpMethod.Get, "journal", (object?)null), (HttpMethod.Post, "voters", new { code = "ABCDE-FGHIJ-KLMNO-PQRST" }) })
        {
            var answers = await Task.WhenAll(Enumerable.Range(0, 12).Select(_ => FromAsync("203.0.113.9", method, $"polls/{poll}/{path}", body)));

            Assert.InRange(answers.Count(answer => answer.Code != "rateLimited"), 3, 8);
            IsRateLimited(answers.First(answer => answer.Code == "rateLimited"));
            Assert.NotEqual("rateLimited", (await FromAsync("203.0.113.10", method, $"polls/{poll}/{path}", body)).Code);
        }

        Assert.Equal(HttpStatusCode.Created, (await FromAsync("203.0.113.9", HttpMethod.Post, $"polls/{poll}/voters", new { })).Status);
    }

    [Fact]
    public async Task Of_a_batch_beyond_its_backend_s_limit_the_first_lines_count_and_the_rest_is_told_when_to_come_back()
    {
        var poll = await _client.OpenPollAsync();

        var batch = await BatchAsync(0, 60);
        var outcomes = batch.Text.Split('\n', StringSplitOptions.RemoveEmptyEntries).Select(line => JsonDocument.Parse(line).RootElement).ToList();
        var accepted = outcomes.TakeWhile(outcome => outcome.Text("status") == "accepted").Count();
        var next = batch;
        for (var i = 0; next.Status == HttpStatusCode.Accepted && i < 10; i++)
            next = await BatchAsync(accepted + i, 1);

        Assert.Equal((HttpStatusCode.Accepted, 60), (batch.Status, outcomes.Count));
        Assert.InRange(accepted, PerBackend, 2 * PerBackend);
        Assert.All(outcomes[accepted..].Index(), refused =>
        {
            Assert.Equal((accepted + refused.Index + 1, "rateLimited"), (refused.Item.GetProperty("line").GetInt32(), refused.Item.Text("code")));
            Assert.Matches("send these lines again after [0-9]+ s", refused.Item.Text("detail")!);
        });
        IsRateLimited(next);

        Task<Answer> BatchAsync(int first, int votes) => _client.SendAsync(
            HttpMethod.Post,
            $"polls/{poll}/votes/batch",
            new StringContent(string.Join('\n', Enumerable.Range(first, votes).Select(voter => $$"""{"voterId":"u-{{voter}}","choices":[0]}""")), new MediaTypeHeaderValue("application/x-ndjson")),
            asAdmin: true,
            headers: ("X-Forwarded-For", "203.0.113.11"));
    }

    private static void IsRateLimited(Answer answer)
    {
        Assert.Equal((HttpStatusCode.TooManyRequests, "rateLimited", "application/problem+json"), (answer.Status, answer.Code, answer.MediaType));
        Assert.InRange(answer.RetryAfter!.Value.TotalSeconds, 1, 10);
    }

    private Task<Answer> FromAsync(string forwardedFor, HttpMethod method, string path, object? body = null) =>
        _client.SendAsync(method, path, body, headers: ("X-Forwarded-For", forwardedFor));

    public sealed class Server() : RunningWith(
        ("Limits__ForwardedHops", "1"),
        ("Limits__PerVoterPerSecond", "1"),
        ("Limits__PerVoterBurst", "10"),
        ("Limits__PerAddressPerSecond", "1"),
        ("Limits__PerAddressBurst", $"{PerAddress}"),
        ("Limits__PerBackendPerSecond", "1"),
        ("Limits__PerBackendBurst", $"{PerBackend}"),
        ("Limits__PerAddressJournalsPerSecond", "1"),
        ("Limits__PerAddressJournalsBurst", "3"),
        ("Limits__PerAddressCodesPerSecond", "1"),
        ("Limits__PerAddressCodesBurst", "3"),
        ("Voting__MaxAppendTime", "00:00:10"),
        ("Closing__Grace", "00:00:12"));
}

using System.Net;
using System.Text.Json;

namespace LiveTally.Tests.EndToEnd;

public sealed class PollsLiveAndClose(Running running) : IClassFixture<Running>
{
    private readonly Client _client = running.Client;

    [Fact]
    public async Task A_new_poll_is_a_draft_with_the_fields_of_the_contract()
    {
        var created = await _client.SendAsync(HttpMethod.Post, "polls", new { question = "Tabs or spaces?", options = new[] { "Tabs", "Spaces" } }, asAdmin: true);

        Assert.Equal(HttpStatusCode.Created, created.Status);
        Assert.Equal(
            ["id", "question", "kind", "options", "maxChoices", "allowChange", "voters", "results", "state", "opensAt", "closesAt", "expectedVoters", "boxes", "createdAt"],
            created.Json.EnumerateObject().Select(field => field.Name));
        Assert.Equal(("draft", "single", "anonymous", "live", 8), (Field(created, "state"), Field(created, "kind"), Field(created, "voters"), Field(created, "results"), created.Json.GetProperty("boxes").GetInt32()));
    }

    [Fact]
    public async Task Only_admins_know_of_a_draft()
    {
        var poll = await _client.CreatePollAsync();

        Assert.Equal(HttpStatusCode.OK, (await _client.GetAsync($"polls/{poll}", asAdmin: true)).Status);
        foreach (var answer in new[]
        {
            await _client.GetAsync($"polls/{poll}"),
            await _client.GetAsync($"polls/{poll}/results"),
            await _client.SendAsync(HttpMethod.Post, $"polls/{poll}/voters", new { }),
            await _client.SendAsync(HttpMethod.Post, $"polls/{poll}/negotiate"),
            await _client.VoteAsync(poll, null, [0]),
        })
        {
            Assert.Equal((HttpStatusCode.NotFound, "pollNotFound"), (answer.Status, answer.Code));
        }
    }

    [Fact]
    public async Task A_poll_that_the_client_has_is_not_sent_again()
    {
        var poll = await _client.OpenPollAsync();
        var first = await _client.GetAsync($"polls/{poll}");

        var again = await _client.SendAsync(HttpMethod.Get, $"polls/{poll}", headers: ("If-None-Match", first.ETag!));
        var other = await _client.SendAsync(HttpMethod.Get, $"polls/{poll}", headers: ("If-None-Match", "\"other\""));

        Assert.Equal((HttpStatusCode.NotModified, "", first.ETag), (again.Status, again.Text, again.ETag));
        Assert.Equal(HttpStatusCode.OK, other.Status);
    }

    [Fact]
    public async Task Results_that_the_client_has_are_not_sent_again()
    {
        var poll = await _client.OpenPollAsync();
        await _client.VoteAsync(poll, await _client.TokenAsync(poll), [0]);
        var results = await _client.ResultsAsync(poll, results => results.Ballots() == 1);

        var again = await _client.SendAsync(HttpMethod.Get, $"polls/{poll}/results", headers: ("If-None-Match", $"\"{results.Version()}\""));

        Assert.Equal(HttpStatusCode.NotModified, again.Status);
        Assert.Equal("public, max-age=1, stale-while-revalidate=10", again.CacheControl);
    }

    [Fact]
    public async Task Closing_is_seen_refuses_votes_and_may_be_repeated()
    {
        var poll = await _client.OpenPollAsync();
        var token = await _client.TokenAsync(poll);
        await using var screen = await Screen.WatchAsync(running.Process, _client, poll);
        await _client.VoteAsync(poll, token, [0]);

        var closed = await _client.SendAsync(HttpMethod.Post, $"polls/{poll}/close", asAdmin: true);
        var again = await _client.SendAsync(HttpMethod.Post, $"polls/{poll}/close", asAdmin: true);
        var vote = await _client.VoteAsync(poll, token, [1]);
        var opened = await _client.SendAsync(HttpMethod.Post, $"polls/{poll}/open", asAdmin: true);

        Assert.Equal((HttpStatusCode.Accepted, "closing"), (closed.Status, Field(closed, "state")));
        Assert.Equal((HttpStatusCode.Accepted, closed.Text), (again.Status, again.Text));
        Assert.Equal((HttpStatusCode.Conflict, "pollClosed"), (vote.Status, vote.Code));
        Assert.Equal((HttpStatusCode.Conflict, "pollClosed"), (opened.Status, opened.Code));
        await screen.SeesPollAsync(seen => seen.GetProperty("state").GetString() == "closing");
        await screen.SeesAsync(results => results.GetProperty("state").GetString() == "closing" && results.Ballots() == 1);
    }

    [Fact]
    public async Task A_vote_that_arrives_slowly_across_the_close_is_refused()
    {
        var poll = await _client.OpenPollAsync();
        var token = await _client.TokenAsync(poll);
        using var slow = new RawRequest(running.Process.Address);
        await slow.SendAsync($"POST /api/polls/{poll}/votes HTTP/1.1\r\nHost: x\r\nAuthorization: Bearer {token}\r\nContent-Type: application/json\r\nContent-Length: 15\r\n\r\n{{\"cho");
        await Task.Delay(200, TestContext.Current.CancellationToken);

        await _client.SendAsync(HttpMethod.Post, $"polls/{poll}/close", asAdmin: true);
        await slow.SendAsync("ices\":[0]}");

        Assert.StartsWith("HTTP/1.1 409 ", await slow.AnswerAsync(), StringComparison.Ordinal);
        Assert.Equal(0, (await _client.SettledResultsAsync(poll)).Ballots());
    }

    [Fact]
    public async Task Results_after_the_vote_are_for_those_who_voted()
    {
        var poll = await _client.OpenPollAsync(new { question = "Which?", options = new[] { "a", "b" }, results = "afterVote" });
        var (voter, other) = (await _client.TokenAsync(poll), await _client.TokenAsync(poll));
        await _client.VoteAsync(poll, voter, [0]);

        Answer seen;
        var deadline = Environment.TickCount64 + 30_000;
        do
            seen = await _client.GetAsync($"polls/{poll}/results", voter);
        while ((seen.Status != HttpStatusCode.OK || seen.Json.Ballots() != 1) && Environment.TickCount64 < deadline);

        Assert.Equal(HttpStatusCode.OK, seen.Status);
        Assert.Contains("no-store", seen.CacheControl, StringComparison.Ordinal);
        Assert.Equal("resultsHidden", (await _client.GetAsync($"polls/{poll}/results", other)).Code);
        Assert.Equal("voterTokenRequired", (await _client.GetAsync($"polls/{poll}/results")).Code);
        Assert.Equal(HttpStatusCode.OK, (await _client.GetAsync($"polls/{poll}/results", asAdmin: true)).Status);
        Assert.Equal("resultsHidden", (await _client.SendAsync(HttpMethod.Post, $"polls/{poll}/negotiate", token: other)).Code);
        await using var screen = await Screen.WatchAsync(running.Process, _client, poll, voter);
        await _client.VoteAsync(poll, other, [1]);
        await screen.SeesAsync(results => results.Ballots() == 2);
    }

    [Fact]
    public async Task Results_after_the_close_are_for_everybody_then_and_nobody_before()
    {
        var poll = await _client.OpenPollAsync(new { question = "Which?", options = new[] { "a", "b" }, results = "afterClose" });
        await using var screen = await Screen.WatchAsync(running.Process, _client, poll);
        var token = await _client.TokenAsync(poll);
        await _client.VoteAsync(poll, token, [0]);

        Assert.Equal("resultsHidden", (await _client.GetAsync($"polls/{poll}/results", token)).Code);
        await _client.SendAsync(HttpMethod.Post, $"polls/{poll}/close", asAdmin: true);

        await screen.SeesAsync(results => results.Ballots() == 1);
        Assert.All(screen.Results, results => Assert.Equal("closing", results.GetProperty("state").GetString()));
        Assert.Equal([1, 0], (await _client.ResultsAsync(poll, results => results.Ballots() == 1)).Counts());
    }

    [Fact]
    public async Task Polls_are_listed_newest_first_page_by_page()
    {
        await using var process = await LiveTallyProcess.StartAsync();
        using var client = new Client(process.Address, process.AdminKey);
        var created = new List<string>();
        for (var i = 0; i < 130; i++)
            created.Add(await client.CreatePollAsync());
        await client.SendAsync(HttpMethod.Post, $"polls/{created[7]}/open", asAdmin: true);

        var first = await client.GetAsync("polls", asAdmin: true);
        var second = await client.GetAsync($"polls?continuation={first.Json.GetProperty("continuation").GetString()}", asAdmin: true);
        var open = await client.GetAsync("polls?state=open", asAdmin: true);

        Assert.Equal(100, Ids(first).Length);
        Assert.Equal(Enumerable.Reverse(created), [.. Ids(first), .. Ids(second)]);
        Assert.Equal(JsonValueKind.Null, second.Json.GetProperty("continuation").ValueKind);
        Assert.Equal([created[7]], Ids(open));
    }

    private static string? Field(Answer answer, string name) => answer.Json.GetProperty(name).GetString();

    private static string[] Ids(Answer list) => [.. list.Json.GetProperty("polls").EnumerateArray().Select(poll => poll.GetProperty("id").GetString()!)];
}

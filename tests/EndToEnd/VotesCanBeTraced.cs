using System.Buffers.Text;
using System.Net;
using System.Text.Json;

namespace LiveTally.Tests.EndToEnd;

public sealed class VotesCanBeTraced(Running running) : IClassFixture<Running>
{
    private readonly Client _client = running.Client;

    [Fact]
    public async Task A_voter_sees_the_vote_accepted_and_then_counted()
    {
        var poll = await _client.OpenPollAsync();
        var token = await _client.TokenAsync(poll);
        var vote = (await _client.VoteAsync(poll, token, [0])).Json;

        var first = await StatusAsync(poll, vote, token, $"?receipt={vote.Text("receipt")}");
        var status = await StatusAsync(poll, vote, token, until: "counted");

        Assert.Matches("^(accepted|counted)$", first.Text("status"));
        Assert.Equal(["voteId", "status", "box", "page", "sequenceNumber"], status.EnumerateObject().Select(field => field.Name));
        Assert.Equal(vote.Text("voteId"), status.Text("voteId"));
        var line = Assert.Single(await _client.JournalAsync(poll, $"?box={status.GetProperty("box")}"), line => line.Text("outcome") == "counted");
        Assert.Equal((status.Text("page"), status.GetProperty("sequenceNumber").GetInt64()), (line.Text("page"), line.GetProperty("sequenceNumber").GetInt64()));
    }

    [Fact]
    public async Task Without_a_receipt_a_vote_of_a_moment_ago_is_found_all_the_same()
    {
        var poll = await _client.OpenPollAsync();
        var token = await _client.TokenAsync(poll);
        await StatusAsync(poll, (await _client.VoteAsync(poll, token, [0])).Json, token);

        // The box was read a moment ago, and is remembered as it was.
        var second = (await _client.VoteAsync(poll, token, [1])).Json;

        Assert.Equal("duplicate", (await StatusAsync(poll, second, token)).Text("status"));
    }

    [Fact]
    public async Task A_second_vote_is_a_duplicate_or_supersedes_as_the_poll_has_it()
    {
        foreach (var (allowChange, first, second) in new[] { (false, "counted", "duplicate"), (true, "superseded", "counted") })
        {
            var poll = await _client.OpenPollAsync(new { question = "Which?", options = new[] { "a", "b" }, allowChange });
            var token = await _client.TokenAsync(poll);
            var votes = new[] { (await _client.VoteAsync(poll, token, [0])).Json, (await _client.VoteAsync(poll, token, [1])).Json };

            Assert.Equal(second, (await StatusAsync(poll, votes[1], token, until: second)).Text("status"));
            Assert.Equal(first, (await StatusAsync(poll, votes[0], token, until: first)).Text("status"));
        }
    }

    [Fact]
    public async Task Nobody_else_learns_of_a_vote()
    {
        var poll = await _client.OpenPollAsync();
        var (token, other) = (await _client.TokenAsync(poll), await _client.TokenAsync(poll));
        var vote = (await _client.VoteAsync(poll, token, [0])).Json;
        var path = $"polls/{poll}/votes/{vote.Text("voteId")}";

        Assert.Equal("voteNotFound", (await _client.GetAsync(path, other)).Code);
        Assert.Equal("voteNotFound", (await _client.GetAsync($"{path}?receipt={vote.Text("receipt")}", other)).Code);
        Assert.Equal("voterTokenRequired", (await _client.GetAsync($"{path}?receipt={vote.Text("receipt")}")).Code);
        Assert.Equal("invalidReceipt", (await _client.GetAsync(path, asAdmin: true)).Code);
        Assert.Equal("invalidReceipt", (await _client.GetAsync($"{path}?receipt=nonsense", token)).Code);
        Assert.Equal("voteNotFound", (await _client.GetAsync($"polls/{poll}/votes/nonsense", token)).Code);
        Assert.Equal("voteNotFound", (await _client.GetAsync($"polls/{poll}/votes/{Guid.Empty}", token)).Code);
        Assert.Equal(HttpStatusCode.OK, (await _client.GetAsync($"{path}?receipt={vote.Text("receipt")}", asAdmin: true)).Status);
    }

    [Fact]
    public async Task The_receipt_alone_leads_to_the_entry_in_the_published_journal()
    {
        var poll = await _client.OpenPollAsync();
        var vote = (await _client.VoteAsync(poll, await _client.TokenAsync(poll), [1])).Json;
        Assert.Equal("journalHidden", (await _client.GetAsync($"polls/{poll}/journal")).Code);
        await _client.CloseAsync(poll);

        var receipt = Base64Url.DecodeFromChars(vote.Text("receipt"));
        var (box, key, voteId) = ((receipt[9] << 8) + receipt[10], Convert.ToHexStringLower(receipt[11..27]), new Guid(receipt.AsSpan(27, 16), bigEndian: true));
        var published = await _client.GetAsync($"polls/{poll}/journal?box={box}");
        var entry = published.Text.Split('\n', StringSplitOptions.RemoveEmptyEntries).Select(line => JsonDocument.Parse(line).RootElement).First();

        Assert.Equal("public, max-age=60", published.CacheControl);
        Assert.Equal((key, $"{voteId}", "counted"), (entry.Text("ballotKey"), entry.Text("voteId"), entry.Text("outcome")));
        Assert.Equal([1], entry.GetProperty("choices").EnumerateArray().Select(choice => choice.GetInt32()));
    }

    [Fact]
    public async Task A_recount_agrees_while_votes_come_in_and_in_the_end()
    {
        var poll = await _client.OpenPollAsync(new { question = "Which?", options = new[] { "a", "b" }, allowChange = true });
        var tokens = await Task.WhenAll(Enumerable.Range(0, 300).Select(_ => _client.TokenAsync(poll)));

        var votes = Parallel.ForEachAsync(Enumerable.Range(0, 900), async (i, _) => await _client.VoteAsync(poll, tokens[i % 300], [i % 2]));
        while (!votes.IsCompleted)
            Assert.True((await VerifyAsync(poll)).GetProperty("equal").GetBoolean());
        await votes;
        var final = await _client.CloseAsync(poll);
        var verified = await VerifyAsync(poll);

        Assert.Equal(["equal", "ballots", "counts", "root"], verified.EnumerateObject().Select(field => field.Name));
        Assert.True(verified.GetProperty("equal").GetBoolean());
        Assert.Equal((300, final.GetProperty("final").Text("root")), (verified.Ballots(), verified.Text("root")));
        Assert.Equal(final.Counts(), verified.Counts());
        Assert.Equal("adminRequired", (await _client.SendAsync(HttpMethod.Post, $"polls/{poll}/verify")).Code);
    }

    [Fact]
    public async Task Asking_for_a_box_that_there_is_not_is_refused()
    {
        var poll = await _client.OpenPollAsync();

        foreach (var box in new[] { "8", "-1", "x", "" })
            Assert.Equal("invalidQuery", (await _client.GetAsync($"polls/{poll}/journal?box={box}", asAdmin: true)).Code);
    }

    private async Task<JsonElement> VerifyAsync(string poll)
    {
        var answer = await _client.SendAsync(HttpMethod.Post, $"polls/{poll}/verify", asAdmin: true);
        Assert.Equal((HttpStatusCode.OK, ""), (answer.Status, answer.Status == HttpStatusCode.OK ? "" : answer.Text));
        return answer.Json;
    }

    private async Task<JsonElement> StatusAsync(string poll, JsonElement vote, string token, string query = "", string? until = null)
    {
        var deadline = Environment.TickCount64 + 20_000;
        while (true)
        {
            var answer = await _client.GetAsync($"polls/{poll}/votes/{vote.Text("voteId")}{query}", token);
            Assert.True(answer.Status == HttpStatusCode.OK || (until is not null && Environment.TickCount64 < deadline), answer.Text);
            if (until is null || answer.Json.TryGetProperty("status", out var status) && status.ValueKind == JsonValueKind.String && status.GetString() == until)
                return answer.Json;
            Assert.True(Environment.TickCount64 < deadline, answer.Text);
            await Task.Delay(50, TestContext.Current.CancellationToken);
        }
    }
}

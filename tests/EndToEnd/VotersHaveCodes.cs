using System.Net;
using System.Text;

namespace LiveTally.Tests.EndToEnd;

[Collection(nameof(SignedIn))]
public sealed class VotersHaveCodes(SignedIn signedIn)
{
    private readonly Client _client = signedIn.Client;

    [Fact]
    public async Task A_code_makes_a_voter_once()
    {
        var poll = await OpenPollAsync(_client);
        var codes = await CodesAsync(_client, poll, 3);

        var first = await RedeemAsync(_client, poll, codes[0]);
        var second = await RedeemAsync(_client, poll, codes[0]);
        var typed = await RedeemAsync(_client, poll, $" {codes[1].Replace('-', ' ').ToLowerInvariant()} ");
        await _client.VoteAsync(poll, first.Json.Text("token"), [0]);
        await _client.VoteAsync(poll, typed.Json.Text("token"), [1]);

        Assert.Equal((HttpStatusCode.Created, HttpStatusCode.Created), (first.Status, typed.Status));
        Assert.Equal((HttpStatusCode.Forbidden, "invalidCode"), (second.Status, second.Code));
        Assert.Equal([1, 1], (await _client.ResultsAsync(poll, results => results.Ballots() == 2)).Counts());
    }

    [Fact]
    public async Task Of_twenty_who_use_it_at_the_same_instant_one_becomes_a_voter()
    {
        var poll = await OpenPollAsync(_client);
        var code = (await CodesAsync(_client, poll, 1)).Single();

        var answers = await Task.WhenAll(Enumerable.Range(0, 20).Select(_ => RedeemAsync(_client, poll, code)));

        Assert.Single(answers, answer => answer.Status == HttpStatusCode.Created);
        Assert.All(answers.Where(answer => answer.Status != HttpStatusCode.Created), answer => Assert.Equal("invalidCode", answer.Code));
    }

    [Fact]
    public async Task An_answer_that_was_lost_is_had_again_under_the_same_key()
    {
        var poll = await OpenPollAsync(_client);
        var code = (await CodesAsync(_client, poll, 1)).Single();
        var key = Guid.CreateVersion7().ToString();

        var answers = await Task.WhenAll(Enumerable.Range(0, 10).Select(_ => RedeemAsync(_client, poll, code, key)));

        Assert.Single(answers.Select(answer => (answer.Status, answer.Text)).Distinct());
        Assert.Equal(HttpStatusCode.Created, answers[0].Status);
        Assert.Equal("invalidCode", (await RedeemAsync(_client, poll, code, Guid.CreateVersion7().ToString())).Code);
        Assert.Equal("invalidIdempotencyKey", (await RedeemAsync(_client, poll, code, "mine")).Code);
    }

    [Fact]
    public async Task Without_a_good_code_there_is_no_voter()
    {
        var (poll, other) = (await OpenPollAsync(_client), await OpenPollAsync(_client));
        var code = (await CodesAsync(_client, other, 1)).Single();

        Assert.Equal((HttpStatusCode.Forbidden, "codeRequired"), Of(await _client.SendAsync(HttpMethod.Post, $"polls/{poll}/voters", new { })));
        foreach (var bad in new[] { "", "nonsense", "ABCDE-FGHIJ-KLMNO-PQRST", code, code[..^1], new string('A', 5_000) })
            Assert.Equal((HttpStatusCode.Forbidden, "invalidCode"), Of(await RedeemAsync(_client, poll, bad)));
        Assert.Equal(HttpStatusCode.Created, (await RedeemAsync(_client, other, code)).Status);
        Assert.Equal("invalidVoter", (await RedeemAsync(_client, await _client.OpenPollAsync(), code)).Code);
    }

    [Fact]
    public async Task Codes_come_in_lots_of_up_to_ten_thousand_for_polls_that_take_them()
    {
        var poll = await OpenPollAsync(_client);
        var draft = await _client.CreatePollAsync(new { question = "Which?", options = new[] { "a", "b" }, voters = "codes" });

        var codes = await CodesAsync(_client, poll, 10_000);

        Assert.Equal(10_000, codes.Distinct().Count());
        Assert.All(codes, code => Assert.Matches("^([A-Z2-7]{5}-){3}[A-Z2-7]{5}$", code));
        Assert.Single(await CodesAsync(_client, draft, 1));
        foreach (var count in new[] { 0, -1, 10_001, int.MaxValue })
            Assert.Equal((HttpStatusCode.BadRequest, "invalidCount"), Of(await MakeAsync(_client, poll, count)));
        Assert.Equal((HttpStatusCode.Conflict, "pollTakesNoCodes"), Of(await MakeAsync(_client, await _client.OpenPollAsync(), 1)));
        Assert.Equal((HttpStatusCode.NotFound, "pollNotFound"), Of(await MakeAsync(_client, "aaaaaaaa", 1)));
        await _client.SendAsync(HttpMethod.Post, $"polls/{poll}/close", asAdmin: true);
        Assert.Equal((HttpStatusCode.Conflict, "pollClosed"), Of(await MakeAsync(_client, poll, 1)));
        Assert.Equal((HttpStatusCode.Conflict, "pollClosed"), Of(await RedeemAsync(_client, poll, codes[0])));
    }

    [Fact]
    public async Task A_used_code_stays_used_after_a_kill_and_none_can_be_read_from_disk()
    {
        await using var process = await LiveTallyProcess.StartAsync(null, ("LIVETALLY_FAULTS", "true"));
        using var client = new Client(process.Address, process.AdminKey);
        var poll = await OpenPollAsync(client);
        var codes = await CodesAsync(client, poll, 50);
        var key = Guid.CreateVersion7().ToString();
        var before = await RedeemAsync(client, poll, codes[0], key);

        await process.KillAsync();
        var kept = string.Concat(Directory.EnumerateFiles(process.Data, "*", SearchOption.AllDirectories).Select(file => Encoding.Latin1.GetString(File.ReadAllBytes(file))));
        await process.StartAgainAsync();

        Assert.Contains(poll, kept, StringComparison.Ordinal);
        Assert.DoesNotContain(codes.Take(5), code => kept.Contains(code, StringComparison.Ordinal) || kept.Contains(code.Replace("-", "", StringComparison.Ordinal), StringComparison.Ordinal));
        Assert.Equal("invalidCode", (await RedeemAsync(client, poll, codes[0])).Code);
        Assert.Equal(before.Text, (await RedeemAsync(client, poll, codes[0], key)).Text);

        // The answer to the write is lost between storage and here, and the SDK sends it again.
        await process.UseAsync("""{ "kind": "cosmos.lostAnswer", "times": 3 }""");
        Assert.Equal(HttpStatusCode.Created, (await RedeemAsync(client, poll, codes[1])).Status);
        Assert.Equal("invalidCode", (await RedeemAsync(client, poll, codes[1])).Code);
    }

    private static Task<string> OpenPollAsync(Client client) => client.OpenPollAsync(new { question = "Which?", options = new[] { "a", "b" }, voters = "codes" });

    private static Task<Answer> MakeAsync(Client client, string poll, int count) => client.SendAsync(HttpMethod.Post, $"polls/{poll}/codes", new { count }, asAdmin: true);

    private static async Task<string[]> CodesAsync(Client client, string poll, int count)
    {
        var made = await MakeAsync(client, poll, count);
        Assert.Equal((HttpStatusCode.Created, "no-store"), (made.Status, made.CacheControl));
        return [.. made.Json.GetProperty("codes").EnumerateArray().Select(code => code.GetString()!)];
    }

    private static Task<Answer> RedeemAsync(Client client, string poll, string code, string? key = null) =>
        client.SendAsync(HttpMethod.Post, $"polls/{poll}/voters", new { code }, null, false, key is null ? [] : [("Idempotency-Key", key)]);

    private static (HttpStatusCode, string?) Of(Answer answer) => (answer.Status, answer.Code);
}

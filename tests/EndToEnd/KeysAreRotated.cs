using System.Net;

namespace LiveTally.Tests.EndToEnd;

[Collection(nameof(SignedIn))]
public sealed class KeysAreRotated(SignedIn signedIn)
{
    private readonly Client _client = signedIn.Client;

    [Fact]
    public async Task A_token_holds_over_one_rotation_and_its_voter_is_the_same_and_over_two_it_does_not()
    {
        var poll = await _client.OpenPollAsync();
        var token = await _client.TokenAsync(poll);
        var vote = (await _client.VoteAsync(poll, token, [0])).Json;
        await _client.ResultsAsync(poll, results => results.Ballots() == 1);

        var rotated = await RotateAsync(poll, 1);
        var again = await RotateAsync(poll, 1);
        var held = await _client.VoteAsync(poll, token, [1]);
        var issued = await _client.TokenAsync(poll);
        await RotateAsync(poll, 2);

        Assert.Equal((HttpStatusCode.Accepted, $$"""{"pollId":"{{poll}}","generation":1}"""), (rotated.Status, rotated.Text));
        Assert.Equal((rotated.Status, rotated.Text), (again.Status, again.Text));
        Assert.Equal(HttpStatusCode.Accepted, held.Status);
        Assert.Equal((HttpStatusCode.Unauthorized, "invalidVoterToken"), await VoteAsync(poll, token));
        Assert.Equal(HttpStatusCode.Accepted, (await _client.VoteAsync(poll, issued, [1])).Status);
        await _client.ResultsAsync(poll, results => results.Ballots() == 2);
        Assert.Equal([1, 1], (await _client.SettledResultsAsync(poll)).Counts());
        Assert.Equal("counted", (await _client.GetAsync($"polls/{poll}/votes/{vote.Text("voteId")}?receipt={vote.Text("receipt")}", asAdmin: true)).Json.Text("status"));
    }

    [Fact]
    public async Task A_rotation_names_the_generation_that_is_next()
    {
        var poll = await _client.OpenPollAsync();

        foreach (var wrong in new[] { 2, -1, int.MaxValue, int.MinValue })
        {
            var answer = await RotateAsync(poll, wrong);
            Assert.Equal((HttpStatusCode.Conflict, "wrongGeneration"), (answer.Status, answer.Code));
        }

        Assert.Equal(HttpStatusCode.NotFound, (await RotateAsync("aaaaaaaa", 1)).Status);
        Assert.Equal(HttpStatusCode.Accepted, (await RotateAsync(poll, 0)).Status);
    }

    [Fact]
    public async Task A_token_ends_when_it_says()
    {
        await using var process = await LiveTallyProcess.StartAsync(null, ("Voting__TokenLifetime", "00:01:00"), ("LIVETALLY_FAULTS", "true"));
        using var client = new Client(process.Address, process.AdminKey);
        var poll = await client.OpenPollAsync();
        var token = await client.TokenAsync(poll);
        Assert.Equal(HttpStatusCode.Accepted, (await client.VoteAsync(poll, token, [0])).Status);

        await process.UseAsync("""{ "kind": "clock.step", "amount": 60000 }""");

        var late = await client.VoteAsync(poll, token, [0]);
        Assert.Equal((HttpStatusCode.Unauthorized, "invalidVoterToken"), (late.Status, late.Code));
    }

    private Task<Answer> RotateAsync(string poll, int generation) => _client.SendAsync(HttpMethod.Post, $"polls/{poll}/rotate-keys", new { generation }, asAdmin: true);

    private async Task<(HttpStatusCode, string?)> VoteAsync(string poll, string token)
    {
        var answer = await _client.VoteAsync(poll, token, [1]);
        return (answer.Status, answer.Code);
    }
}

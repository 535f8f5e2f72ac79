using System.Net;
using Microsoft.AspNetCore.Http.Connections;

namespace LiveTally.Tests.EndToEnd;

public sealed class VotesAreCountedAndSeen(Running running) : IClassFixture<Running>
{
    private readonly Client _client = running.Client;

    [Theory]
    [InlineData(HttpTransportType.WebSockets)]
    [InlineData(HttpTransportType.ServerSentEvents)]
    [InlineData(HttpTransportType.LongPolling)]
    public async Task A_screen_sees_every_vote(HttpTransportType transport)
    {
        var poll = await _client.OpenPollAsync(new { question = "Which?", options = new[] { "a", "b", "c" } });
        await using var screen = await Screen.WatchAsync(running.Process, _client, poll, transport: transport);

        for (var voter = 0; voter < 30; voter++)
            Assert.Equal(HttpStatusCode.Accepted, (await _client.VoteAsync(poll, await _client.TokenAsync(poll), [voter % 3])).Status);

        var seen = await screen.SeesAsync(results => results.Ballots() == 30);
        Assert.Equal([10, 10, 10], seen.Counts());
        Assert.Equal((poll, "open"), (seen.GetProperty("pollId").GetString(), seen.GetProperty("state").GetString()));
        var read = await _client.ResultsAsync(poll, results => results.Ballots() == 30);
        Assert.Equal(read.GetRawText(), seen.GetRawText());
    }

    [Fact]
    public async Task A_screen_never_sees_a_version_twice_or_an_older_one()
    {
        var poll = await _client.OpenPollAsync();
        await using var screen = await Screen.WatchAsync(running.Process, _client, poll);

        for (var voter = 0; voter < 50; voter++)
            await _client.VoteAsync(poll, await _client.TokenAsync(poll), [0]);
        await screen.SeesAsync(results => results.Ballots() == 50);

        var versions = screen.Results.Select(results => results.Version()).ToArray();
        Assert.Equal(versions.Distinct().Order(), versions);
    }

    [Fact]
    public async Task A_vote_is_answered_with_a_receipt()
    {
        var poll = await _client.OpenPollAsync();

        var answer = await _client.VoteAsync(poll, await _client.TokenAsync(poll), [1]);

        Assert.Equal(HttpStatusCode.Accepted, answer.Status);
        Assert.Equal(["voteId", "pollId", "receipt", "acceptedAt", "status"], answer.Json.EnumerateObject().Select(field => field.Name));
        Assert.Equal(("accepted", poll, 7), (answer.Json.GetProperty("status").GetString(), answer.Json.GetProperty("pollId").GetString(), answer.Json.GetProperty("voteId").GetGuid().Version));
    }

    [Fact]
    public async Task A_thousand_votes_of_one_voter_count_once()
    {
        var poll = await _client.OpenPollAsync(new { question = "Which?", options = new[] { "a", "b" }, expectedVoters = 100_000 });
        var token = await _client.TokenAsync(poll);

        var first = await _client.VoteAsync(poll, token, [1]);
        await _client.ResultsAsync(poll, results => results.Ballots() == 1);
        var others = await Task.WhenAll(Enumerable.Range(0, 999).Select(i => _client.VoteAsync(poll, token, [i % 2])));

        Assert.All([first, .. others], answer => Assert.Equal(HttpStatusCode.Accepted, answer.Status));
        Assert.Equal([0, 1], (await _client.SettledResultsAsync(poll)).Counts());
    }

    [Fact]
    public async Task The_same_key_gets_the_same_receipt_and_the_first_choices_stand()
    {
        var poll = await _client.OpenPollAsync();
        var token = await _client.TokenAsync(poll);
        var key = Guid.CreateVersion7().ToString();

        var first = await _client.VoteAsync(poll, token, [0], key);
        await _client.ResultsAsync(poll, results => results.Ballots() == 1);
        var second = await _client.VoteAsync(poll, token, [1], key);

        Assert.Equal(key, first.Json.GetProperty("voteId").GetString());
        Assert.Equal(first.Json.GetProperty("receipt").GetString(), second.Json.GetProperty("receipt").GetString());
        Assert.Equal([1, 0], (await _client.SettledResultsAsync(poll)).Counts());
    }

    [Fact]
    public async Task Where_votes_may_be_changed_the_newest_counts_however_late_an_older_one_arrives()
    {
        var poll = await _client.OpenPollAsync(new { question = "Which?", options = new[] { "a", "b", "c" }, allowChange = true });
        var token = await _client.TokenAsync(poll);
        var (older, newer) = (Guid.CreateVersion7(DateTimeOffset.FromUnixTimeSeconds(1_000)).ToString(), Guid.CreateVersion7(DateTimeOffset.FromUnixTimeSeconds(2_000)).ToString());

        await _client.VoteAsync(poll, token, [0], older);
        await _client.VoteAsync(poll, token, [1], newer);
        await _client.ResultsAsync(poll, results => results.Counts() is [0, 1, 0]);
        await _client.VoteAsync(poll, token, [0], older);
        await _client.VoteAsync(poll, token, [2]);

        await _client.ResultsAsync(poll, results => results.Counts() is [0, 0, 1]);
        Assert.Equal(1, (await _client.SettledResultsAsync(poll)).Ballots());
    }

    [Fact]
    public async Task A_ballot_of_several_choices_counts_each()
    {
        var poll = await _client.OpenPollAsync(new { question = "Which?", kind = "multiple", options = new[] { "a", "b", "c" }, maxChoices = 2 });

        await _client.VoteAsync(poll, await _client.TokenAsync(poll), [0, 2]);
        await _client.VoteAsync(poll, await _client.TokenAsync(poll), [2]);
        var results = await _client.ResultsAsync(poll, results => results.Ballots() == 2);

        Assert.Equal([1, 0, 2], results.Counts());
    }

    [Fact]
    public async Task A_rating_counts_its_step()
    {
        var poll = await _client.OpenPollAsync(new { question = "How good?", kind = "rating", options = new[] { "1", "2", "3", "4", "5" } });

        await _client.VoteAsync(poll, await _client.TokenAsync(poll), [4]);

        Assert.Equal([0, 0, 0, 0, 1], (await _client.ResultsAsync(poll, results => results.Ballots() == 1)).Counts());
    }

    [Fact]
    public async Task A_trusted_backend_votes_for_its_own_users_who_are_no_other_voters()
    {
        var poll = await _client.OpenPollAsync();

        await _client.SendAsync(HttpMethod.Post, $"polls/{poll}/votes", new { voterId = "u-17", choices = new[] { 0 } }, asAdmin: true);
        await _client.SendAsync(HttpMethod.Post, $"polls/{poll}/votes", new { voterId = "u-17", choices = new[] { 1 } }, asAdmin: true);
        await _client.SendAsync(HttpMethod.Post, $"polls/{poll}/votes", new { voterId = "u-18", choices = new[] { 1 } }, asAdmin: true);

        await _client.ResultsAsync(poll, results => results.Ballots() == 2);
        Assert.Equal([1, 1], (await _client.SettledResultsAsync(poll)).Counts());
    }

    [Fact]
    public async Task Screens_hear_of_their_own_poll_only_and_of_nothing_after_leaving()
    {
        var (mine, other) = (await _client.OpenPollAsync(), await _client.OpenPollAsync());
        await using var screen = await Screen.WatchAsync(running.Process, _client, mine);
        await using var witness = await Screen.WatchAsync(running.Process, _client, other);

        await _client.VoteAsync(other, await _client.TokenAsync(other), [0]);
        await witness.SeesAsync(results => results.Ballots() == 1);
        await _client.VoteAsync(mine, await _client.TokenAsync(mine), [0]);
        await screen.SeesAsync(results => results.Ballots() == 1);
        Assert.All(screen.Results, results => Assert.Equal(mine, results.GetProperty("pollId").GetString()));

        await screen.LeaveAsync(_client, mine);
        await using var stays = await Screen.WatchAsync(running.Process, _client, mine);
        await _client.VoteAsync(mine, await _client.TokenAsync(mine), [0]);
        await stays.SeesAsync(results => results.Ballots() == 2);
        Assert.DoesNotContain(screen.Results, results => results.Ballots() == 2);
    }
}

using System.Diagnostics;
using System.Net;

namespace LiveTally.Tests.EndToEnd;

/// <summary>The ingress in front of a log that fails, loses its answers or is slow.</summary>
public sealed class TheLogFails(TheLogFails.Server server) : IClassFixture<TheLogFails.Server>
{
    private readonly LiveTallyProcess _process = server.Process;
    private readonly Client _client = server.Client;

    [Fact]
    public async Task Votes_are_refused_at_once_while_it_fails_and_taken_again_when_it_works_and_nothing_is_lost()
    {
        var poll = await OpenPollAsync();
        var tokens = await Task.WhenAll(Enumerable.Range(0, 30).Select(_ => _client.TokenAsync(poll)));
        Assert.Equal(HttpStatusCode.Accepted, (await _client.VoteAsync(poll, tokens[0], [0])).Status);

        await _process.UseAsync("""{ "kind": "log.fail" }""");
        Assert.Equal((HttpStatusCode.ServiceUnavailable, "logUnavailable"), await VoteAsync(tokens[1]));
        var started = Stopwatch.GetTimestamp();
        var refused = await Task.WhenAll(tokens[2..12].Select(token => _client.VoteAsync(poll, token, [0])));
        Assert.All(refused, answer => Assert.Equal((HttpStatusCode.ServiceUnavailable, "logUnavailable"), (answer.Status, answer.Code)));
        Assert.All(refused, answer => Assert.InRange(answer.RetryAfter!.Value.TotalSeconds, 1, 2));

        // They would otherwise wait for the log as long as a vote may, 10 s.
        Assert.InRange(Stopwatch.GetElapsedTime(started), TimeSpan.Zero, TimeSpan.FromSeconds(1));

        await _process.UseAsync();
        await Task.Delay(refused.Max(answer => answer.RetryAfter!.Value), TestContext.Current.CancellationToken);
        foreach (var token in tokens[1..])
            Assert.Equal(HttpStatusCode.Accepted, (await _client.VoteAsync(poll, token, [1])).Status);
        var results = await _client.ResultsAsync(poll, results => results.Ballots() == tokens.Length);
        Assert.Equal([1, 29], results.Counts());

        async Task<(HttpStatusCode, string?)> VoteAsync(string token)
        {
            var answer = await _client.VoteAsync(poll, token, [0]);
            return (answer.Status, answer.Code);
        }
    }

    [Fact]
    public async Task A_fault_of_a_moment_is_not_the_voter_s_business()
    {
        var poll = await OpenPollAsync();
        await _process.UseAsync("""{ "kind": "log.fail", "times": 2 }""");

        Assert.Equal(HttpStatusCode.Accepted, (await _client.VoteAsync(poll, await _client.TokenAsync(poll), [0])).Status);
        Assert.Equal([1, 0], (await _client.ResultsAsync(poll, results => results.Ballots() == 1)).Counts());
    }

    [Fact]
    public async Task A_vote_that_is_in_the_log_twice_because_its_answer_was_lost_counts_once()
    {
        var poll = await OpenPollAsync();
        await _process.UseAsync("""{ "kind": "log.lostAnswer", "times": 2 }""");

        Assert.Equal(HttpStatusCode.Accepted, (await _client.VoteAsync(poll, await _client.TokenAsync(poll), [0])).Status);
        await _client.ResultsAsync(poll, results => results.Ballots() == 1);
        await _process.UseAsync();

        Assert.Equal([1, 0], (await _client.SettledResultsAsync(poll)).Counts());
    }

    [Fact]
    public async Task More_votes_than_may_wait_are_refused_at_once_and_the_others_count()
    {
        var poll = await OpenPollAsync();
        var tokens = await Task.WhenAll(Enumerable.Range(0, 40).Select(_ => _client.TokenAsync(poll)));
        await _process.UseAsync("""{ "kind": "log.delay", "amount": 1200 }""");

        var started = Stopwatch.GetTimestamp();
        var answers = await Task.WhenAll(tokens.Select(async token =>
        {
            var answer = await _client.VoteAsync(poll, token, [0]);
            return (answer.Status, answer.RetryAfter, After: Stopwatch.GetElapsedTime(started));
        }));
        await _process.UseAsync();

        var refused = answers.Where(answer => answer.Status == HttpStatusCode.ServiceUnavailable).ToArray();
        Assert.InRange(refused.Length, 20, 39);
        Assert.All(refused, answer => Assert.Equal(TimeSpan.FromSeconds(1), answer.RetryAfter));
        Assert.All(refused, answer => Assert.InRange(answer.After, TimeSpan.Zero, TimeSpan.FromSeconds(1)));
        var accepted = answers.Count(answer => answer.Status == HttpStatusCode.Accepted);
        Assert.Equal(tokens.Length, refused.Length + accepted);
        await _client.ResultsAsync(poll, results => results.Ballots() == accepted);
        Assert.Equal([accepted, 0], (await _client.SettledResultsAsync(poll)).Counts());
    }

    /// <summary>A poll of one box, and so of one partition.</summary>
    private Task<string> OpenPollAsync() => _client.OpenPollAsync(new { question = "Which?", options = new[] { "a", "b" }, expectedVoters = 100 });

    // No poll is closed here, so a vote may take the time that a busy machine takes.
    public sealed class Server() : RunningWith(
        ("LIVETALLY_FAULTS", "true"),
        ("Voting__MaxWaiting", "10"),
        ("Voting__BreakDuration", "00:00:01"),
        ("Voting__MaxAppendTime", "00:00:10"),
        ("Closing__Grace", "00:00:12"));
}

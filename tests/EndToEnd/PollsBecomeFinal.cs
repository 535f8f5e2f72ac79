using System.Collections.Concurrent;
using System.Net;
using System.Text.Json;

namespace LiveTally.Tests.EndToEnd;

public sealed class PollsBecomeFinal(Running running) : IClassFixture<Running>
{
    private static readonly string[] Options = ["a", "b", "c"];
    private readonly Client _client = running.Client;

    [Fact]
    public async Task A_closed_poll_becomes_final_with_a_root_and_every_screen_sees_it()
    {
        var poll = await _client.OpenPollAsync();
        await using var screen = await Screen.WatchAsync(running.Process, _client, poll);
        await _client.VoteAsync(poll, await _client.TokenAsync(poll), [1]);

        var final = await _client.CloseAsync(poll);

        Assert.Equal(("final", 1), (final.Text("state"), final.Ballots()));
        Assert.Matches("^[0-9a-f]{64}$", final.GetProperty("final").Text("root"));
        await screen.SeesAsync(results => results.GetRawText() == final.GetRawText());
        await screen.SeesPollAsync(seen => seen.Text("state") == "final");
        Assert.Equal(
            ["open", "closing", "sealing", "final"],
            screen.Polls.Select(seen => seen.Text("state")!).Prepend("open").Distinct());
    }

    [Fact]
    public async Task A_poll_that_nobody_voted_in_becomes_final_too()
    {
        var poll = await _client.OpenPollAsync(new { question = "Anybody?", options = Options, expectedVoters = 30_000 });

        var final = await _client.CloseAsync(poll);

        Assert.Equal(0, final.Ballots());
        var journal = await _client.JournalAsync(poll);
        Assert.Equal(16, journal.Select(line => line.GetProperty("box").GetInt32()).Distinct().Count());
        Assert.All(journal.GroupBy(line => line.GetProperty("box").GetInt32()), box => Assert.Equal(["closed", "sealed"], box.Select(line => line.Text("outcome"))));
    }

    [Fact]
    public async Task Final_results_stay_as_they_are()
    {
        var poll = await _client.OpenPollAsync();
        var token = await _client.TokenAsync(poll);
        await _client.VoteAsync(poll, token, [0]);
        var final = await _client.CloseAsync(poll);

        Assert.Equal("pollClosed", (await _client.VoteAsync(poll, token, [1])).Code);
        Assert.Equal("pollClosed", (await _client.SendAsync(HttpMethod.Post, $"polls/{poll}/open", asAdmin: true)).Code);
        Assert.Equal(HttpStatusCode.Accepted, (await _client.SendAsync(HttpMethod.Post, $"polls/{poll}/close", asAdmin: true)).Status);
        await Task.Delay(TimeSpan.FromSeconds(2), TestContext.Current.CancellationToken);

        Assert.Equal(final.GetRawText(), (await _client.GetAsync($"polls/{poll}/results")).Text);
    }

    [Fact]
    public async Task Closed_with_10000_votes_in_flight_it_counts_each_that_was_accepted()
    {
        var poll = await _client.OpenPollAsync(new { question = "Which?", options = Options, expectedVoters = 10_000 });
        var tokens = new string[10_000];
        await Parallel.ForEachAsync(
            Enumerable.Range(0, tokens.Length), new ParallelOptions { MaxDegreeOfParallelism = 32 }, async (voter, _) => tokens[voter] = await _client.TokenAsync(poll));
        var accepted = new ConcurrentBag<int>();
        var refused = 0;

        var votes = Parallel.ForEachAsync(Enumerable.Range(0, tokens.Length), new ParallelOptions { MaxDegreeOfParallelism = 64 }, async (voter, _) =>
        {
            var answer = await _client.VoteAsync(poll, tokens[voter], [voter % 3]);
            if (answer.Status == HttpStatusCode.Accepted)
                accepted.Add(voter);
            else if (answer.Code == "pollClosed")
                Interlocked.Increment(ref refused);
        });
        while (accepted.Count < 3_000 && !votes.IsCompleted)
            await Task.Delay(1, TestContext.Current.CancellationToken);
        var final = await _client.CloseAsync(poll);
        await votes;

        Assert.Equal(tokens.Length, accepted.Count + refused);
        Assert.True(refused > 0, "The poll was closed after the last vote.");
        Assert.Equal(accepted.Count, final.Ballots());
        Assert.Equal(Options.Select((_, option) => accepted.LongCount(voter => voter % 3 == option)), final.Counts());
    }

    [Fact]
    public async Task A_scheduled_poll_opens_and_closes_by_itself()
    {
        var opensAt = TimeProvider.System.GetUtcNow().AddSeconds(3);
        var poll = await _client.CreatePollAsync(new { question = "When?", options = Options, opensAt, closesAt = opensAt.AddSeconds(4) });
        Assert.Equal("pollNotFound", (await _client.GetAsync($"polls/{poll}")).Code);

        while ((await _client.GetAsync($"polls/{poll}")).Status == HttpStatusCode.NotFound)
            await Task.Delay(50, TestContext.Current.CancellationToken);
        Assert.InRange(TimeProvider.System.GetUtcNow(), opensAt, opensAt.AddSeconds(10));
        var token = await _client.TokenAsync(poll);
        Answer vote;
        var acceptedAt = DateTimeOffset.MinValue;
        do
        {
            vote = await _client.VoteAsync(poll, token, [0]);
            if (vote.Status == HttpStatusCode.Accepted)
                acceptedAt = vote.Json.GetProperty("acceptedAt").GetDateTimeOffset();
        }
        while (vote.Status == HttpStatusCode.Accepted);

        Assert.Equal("pollClosed", vote.Code);
        Assert.InRange(acceptedAt, opensAt, opensAt.AddSeconds(4));
        Assert.Equal([1, 0, 0], (await _client.FinalAsync(poll)).Counts());
    }

    [Fact]
    public async Task A_poll_closed_when_the_process_is_killed_becomes_final_after_the_restart()
    {
        await using var process = await LiveTallyProcess.StartAsync();
        using var client = new Client(process.Address, process.AdminKey);
        var poll = await client.OpenPollAsync();
        await client.VoteAsync(poll, await client.TokenAsync(poll), [0]);
        await client.SendAsync(HttpMethod.Post, $"polls/{poll}/close", asAdmin: true);
        await process.KillAsync();

        await process.StartAgainAsync();

        Assert.Equal([1, 0], (await client.FinalAsync(poll)).Counts());
    }

    [Fact]
    public async Task A_ranking_counts_points_and_first_choices()
    {
        var poll = await _client.OpenPollAsync(new { question = "In which order?", options = Options, kind = "ranking" });
        foreach (var choices in new[] { new[] { 2, 0, 1 }, [2, 1], [0] })
            Assert.Equal(HttpStatusCode.Accepted, (await _client.VoteAsync(poll, await _client.TokenAsync(poll), choices)).Status);
        Assert.Equal("invalidChoice", (await _client.VoteAsync(poll, await _client.TokenAsync(poll), [1, 1])).Code);

        var results = await _client.ResultsAsync(poll, results => results.Ballots() == 3);

        Assert.Equal([2 + 3, 1 + 2, 3 + 3], results.Counts());
        Assert.Equal([1, 0, 2], results.GetProperty("firstChoices").EnumerateArray().Select(count => count.GetInt32()));
    }

    [Fact]
    public async Task Only_a_ranking_has_first_choices()
    {
        var poll = await _client.OpenPollAsync();

        var results = (await _client.GetAsync($"polls/{poll}/results")).Json;

        Assert.Equal(
            ["pollId", "state", "version", "ballots", "counts", "asOf", "final"], results.EnumerateObject().Select(field => field.Name));
        Assert.Equal(JsonValueKind.Null, results.GetProperty("final").ValueKind);
    }
}

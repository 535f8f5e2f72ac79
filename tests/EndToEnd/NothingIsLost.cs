using System.Collections.Concurrent;
using System.Net;

namespace LiveTally.Tests.EndToEnd;

public sealed class NothingIsLost
{
    private static readonly string[] Options = ["a", "b", "c", "d"];

    [Fact]
    public async Task Killed_in_the_middle_of_votes_it_counts_each_that_had_its_202_and_none_twice()
    {
        await using var process = await LiveTallyProcess.StartAsync();
        using var client = new Client(process.Address, process.AdminKey);
        var poll = await client.OpenPollAsync(new { question = "Which?", options = Options, expectedVoters = 20_000 });
        var tokens = await Task.WhenAll(Enumerable.Range(0, 2_000).Select(_ => client.TokenAsync(poll)));
        var accepted = new ConcurrentDictionary<int, int>();
        var maybe = new ConcurrentDictionary<int, int>();

        for (var round = 0; round < 3; round++)
        {
            var votes = VoteAsync(Enumerable.Range(0, tokens.Length).Where(voter => !accepted.ContainsKey(voter)).ToArray());
            while (accepted.Count < 400 * (round + 1) && !votes.IsCompleted)
                await Task.Delay(1, TestContext.Current.CancellationToken);
            await process.KillAsync();
            await votes;
            await process.StartAgainAsync();
        }

        await client.ResultsAsync(poll, results => results.Ballots() >= accepted.Count);
        var settled = await client.SettledResultsAsync(poll);
        var perOption = Options.Select((_, option) => (
            Sure: accepted.Values.Count(choice => choice == option),
            Maybe: maybe.Count(vote => vote.Value == option && !accepted.ContainsKey(vote.Key)))).ToArray();
        Assert.True(accepted.Count >= 1_000, $"Only {accepted.Count} votes were accepted.");
        Assert.All(perOption.Zip(settled.Counts()), option => Assert.InRange(option.Second, option.First.Sure, option.First.Sure + option.First.Maybe));

        // Whoever got no answer asks again; then each voter counts, once.
        await VoteAsync(Enumerable.Range(0, tokens.Length).ToArray());
        Assert.Equal(tokens.Length, accepted.Count);
        await client.ResultsAsync(poll, results => results.Ballots() == tokens.Length);
        Assert.Equal([500, 500, 500, 500], (await client.SettledResultsAsync(poll)).Counts());

        Task VoteAsync(int[] voters) => Parallel.ForEachAsync(voters, new ParallelOptions { MaxDegreeOfParallelism = 32 }, async (voter, _) =>
        {
            try
            {
                maybe[voter] = voter % 4;
                if ((await client.VoteAsync(poll, tokens[voter], [voter % 4])).Status == HttpStatusCode.Accepted)
                    accepted[voter] = voter % 4;
            }
            catch (HttpRequestException)
            {
                // It was killed before it answered.
            }
        });
    }

    [Fact]
    public async Task Stopped_in_the_middle_of_votes_it_answers_what_it_has_begun_and_counts_it_at_the_next_start()
    {
        await using var process = await LiveTallyProcess.StartAsync();
        using var client = new Client(process.Address, process.AdminKey);
        var poll = await client.OpenPollAsync(new { question = "Which?", options = Options });
        var tokens = await Task.WhenAll(Enumerable.Range(0, 500).Select(_ => client.TokenAsync(poll)));
        var accepted = 0;

        var votes = Parallel.ForEachAsync(tokens, async (token, _) =>
        {
            try
            {
                if ((await client.VoteAsync(poll, token, [0])).Status == HttpStatusCode.Accepted)
                    Interlocked.Increment(ref accepted);
            }
            catch (HttpRequestException)
            {
                // It no longer takes connections.
            }
        });
        while (Volatile.Read(ref accepted) < 100 && !votes.IsCompleted)
            await Task.Delay(1, TestContext.Current.CancellationToken);

        Assert.Equal(0, await process.StopAsync());
        await votes;
        await process.StartAgainAsync();
        await client.ResultsAsync(poll, results => results.Ballots() >= accepted);
        Assert.Equal(accepted, (await client.SettledResultsAsync(poll)).Ballots());
    }

    [Fact]
    public async Task Votes_count_when_the_log_was_lost_but_its_checkpoints_and_the_boxes_were_not()
    {
        await using var process = await LiveTallyProcess.StartAsync(null, ("LIVETALLY_PARTITIONS", "1"));
        using var client = new Client(process.Address, process.AdminKey);
        var poll = await client.OpenPollAsync();
        foreach (var token in await Task.WhenAll(Enumerable.Range(0, 20).Select(_ => client.TokenAsync(poll))))
            await client.VoteAsync(poll, token, [0]);
        await client.ResultsAsync(poll, results => results.Ballots() == 20);
        await process.StopAsync();
        foreach (var segment in Directory.GetFiles(Path.Combine(process.Data, "eventhubs"), "*.log"))
            File.Delete(segment);

        await process.StartAgainAsync();
        await client.VoteAsync(poll, await client.TokenAsync(poll), [1]);

        Assert.Equal([20, 1], (await client.ResultsAsync(poll, results => results.Ballots() == 21)).Counts());
    }

    [Fact]
    public async Task Everything_is_there_again_after_a_restart()
    {
        await using var process = await LiveTallyProcess.StartAsync();
        using var client = new Client(process.Address, process.AdminKey);
        var poll = await client.OpenPollAsync();
        var token = await client.TokenAsync(poll);
        await client.VoteAsync(poll, token, [1]);
        var before = await client.ResultsAsync(poll, results => results.Ballots() == 1);
        var (definition, adminKey) = ((await client.GetAsync($"polls/{poll}")).Text, process.AdminKey);

        await process.StopAsync();
        await process.StartAgainAsync();

        Assert.Equal(adminKey, process.AdminKey);
        Assert.Equal(definition, (await client.GetAsync($"polls/{poll}")).Text);
        Assert.Equal(before.GetRawText(), (await client.GetAsync($"polls/{poll}/results")).Text);
        await using var screen = await Screen.WatchAsync(process, client, poll);
        await client.VoteAsync(poll, token, [0]);
        await client.VoteAsync(poll, await client.TokenAsync(poll), [0]);
        var seen = await screen.SeesAsync(results => results.Ballots() == 2);
        Assert.Equal([1, 1], seen.Counts());
        Assert.True(seen.Version() > before.Version());
    }
}

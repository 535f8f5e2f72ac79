namespace LiveTally.Tests.EndToEnd;

public sealed class TheLogIsTheSource
{
    [Fact]
    public async Task Rebuilt_from_the_log_alone_every_box_and_every_result_is_the_same()
    {
        await using var process = await LiveTallyProcess.StartAsync();
        using var client = new Client(process.Address, process.AdminKey);
        var final = await VoteAsync(client, allowChange: true, await client.OpenPollAsync(new { question = "Which?", options = new[] { "a", "b", "c" }, allowChange = true }));
        await client.CloseAsync(final);
        var open = await VoteAsync(client, allowChange: false, await client.OpenPollAsync());
        var settled = await client.SettledResultsAsync(open);
        var root = (await client.GetAsync($"polls/{final}/results")).Json.GetProperty("final").GetRawText();
        await process.StopAsync();

        SortedDictionary<string, string> before;
        await using (var database = await Database.OpenAsync(process))
        {
            before = await database.ReadAsync("boxes", "head");
            foreach (var container in new[] { "boxes", "results", "leases" })
                await database.Container(container).DeleteContainerAsync(cancellationToken: TestContext.Current.CancellationToken);
        }

        Directory.Delete(Path.Combine(process.Data, "eventhubs", "checkpoints"), recursive: true);
        await process.StartAgainAsync();
        await client.ResultsAsync(open, results => results.Ballots() == settled.Ballots() && results.Counts().SequenceEqual(settled.Counts()));
        Assert.Equal(root, (await client.FinalAsync(final)).GetProperty("final").GetRawText());
        await process.StopAsync();

        await using (var database = await Database.OpenAsync(process))
            Assert.Equal(before, await database.ReadAsync("boxes", "head"));
        Assert.Equal(16, before.Count);
    }

    [Fact]
    public async Task Votes_that_come_one_by_one_do_not_leave_a_page_each()
    {
        await using var process = await LiveTallyProcess.StartAsync();
        using var client = new Client(process.Address, process.AdminKey);
        var poll = await client.OpenPollAsync(new { question = "Which?", options = new[] { "a", "b" }, expectedVoters = 1 });
        for (var voter = 0; voter < 150; voter++)
        {
            await client.VoteAsync(poll, await client.TokenAsync(poll), [voter % 2]);
            await client.ResultsAsync(poll, results => results.Ballots() == voter + 1);
        }

        var verified = await client.SendAsync(HttpMethod.Post, $"polls/{poll}/verify", asAdmin: true);
        Assert.True(verified.Json.GetProperty("equal").GetBoolean(), verified.Text);
        await process.KillAsync();
        await process.StartAgainAsync();
        await client.VoteAsync(poll, await client.TokenAsync(poll), [0]);
        Assert.Equal([76, 75], (await client.ResultsAsync(poll, results => results.Ballots() == 151)).Counts());
        await process.StopAsync();

        await using var database = await Database.OpenAsync(process);
        Assert.InRange((await database.ReadAsync("boxes", "p")).Count, 1, 40);
    }

    private static async Task<string> VoteAsync(Client client, bool allowChange, string poll)
    {
        var tokens = await Task.WhenAll(Enumerable.Range(0, 200).Select(_ => client.TokenAsync(poll)));
        await Parallel.ForEachAsync(Enumerable.Range(0, 600), async (i, _) => await client.VoteAsync(poll, tokens[i % 200], [(i + (allowChange ? i / 200 : 0)) % 2]));
        await client.ResultsAsync(poll, results => results.Ballots() == 200);
        return poll;
    }
}

namespace LiveTally.Tests.EndToEnd;

public sealed class PoisonIsParked
{
    private static readonly byte[] Poison = [0x08, 1, 0xFF, 2, 3];

    [Fact]
    public async Task An_event_that_cannot_be_counted_is_kept_whole_with_its_reason_and_blocks_nothing()
    {
        await using var process = await LiveTallyProcess.StartAsync(null, ("LIVETALLY_PARTITIONS", "2"));
        using var client = new Client(process.Address, process.AdminKey);
        var poll = await client.OpenPollAsync();
        var tokens = await Task.WhenAll(Enumerable.Range(0, 20).Select(_ => client.TokenAsync(poll)));
        var voteForNoPoll = LogOnDisk.Vote("aaaaaaaa", 0, 0, 0);
        var voteForNoBox = LogOnDisk.Vote(poll, 200, 0, 0);
        await process.StopAsync();
        await LogOnDisk.AppendAsync(process.Data, 2, 0, [1, 2, 3], voteForNoPoll);
        await LogOnDisk.AppendAsync(process.Data, 2, 1, [0xFF], voteForNoBox);

        await process.StartAgainAsync();
        await Task.WhenAll(tokens.Select(token => client.VoteAsync(poll, token, [1])));
        await client.ResultsAsync(poll, results => results.Ballots() == 20);

        var parked = await client.DeadLettersAsync(4);
        Assert.Equal([(0, 0), (0, 1), (1, 0), (1, 1)], parked.Select(letter => letter.Place()));
        Assert.Equal([[1, 2, 3], voteForNoPoll, [0xFF], voteForNoBox], parked.Select(letter => letter.Body()));
        Assert.Equal("There is no poll aaaaaaaa.", parked[1].Reason());
        Assert.Equal($"Poll {poll} has no box 200.", parked[3].Reason());
    }

    [Fact]
    public async Task Of_a_thousand_votes_with_one_poison_event_among_them_all_are_counted_and_the_one_is_parked()
    {
        await using var process = await LiveTallyProcess.StartAsync(null, ("LIVETALLY_PARTITIONS", "1"));
        using var client = new Client(process.Address, process.AdminKey);
        var poll = await client.OpenPollAsync();
        await process.StopAsync();
        var votes = Enumerable.Range(0, 1_000).Select(voter => LogOnDisk.Vote(poll, 0, voter, (byte)(voter % 2))).ToArray();
        await LogOnDisk.AppendAsync(process.Data, 1, 0, [.. votes[..500], Poison, .. votes[500..]]);

        await process.StartAgainAsync();
        var results = await client.ResultsAsync(poll, results => results.Ballots() == 1_000);

        Assert.Equal([500, 500], results.Counts());
        var letter = Assert.Single(await client.DeadLettersAsync(1));
        Assert.Equal((0, 500), letter.Place());
        Assert.Equal(Poison, letter.Body());
        Assert.Equal(Poison.Length, letter.GetProperty("size").GetInt32());
        Assert.StartsWith("Not a LogEvent", letter.Reason(), StringComparison.Ordinal);
        Assert.Equal(TimeSpan.Zero, letter.GetProperty("parkedAt").GetDateTimeOffset().Offset);

        // The partition has gone on: there is only this one.
        await client.VoteAsync(poll, await client.TokenAsync(poll), [1]);
        Assert.Equal([500, 501], (await client.ResultsAsync(poll, results => results.Ballots() == 1_001)).Counts());
    }
}

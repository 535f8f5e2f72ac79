using System.Net;

namespace LiveTally.Tests.EndToEnd;

public sealed class DeadLettersAreLookedAfter : IDisposable
{
    private readonly DirectoryInfo _data = Directory.CreateTempSubdirectory("livetally-");

    [Fact]
    public async Task Votes_of_a_poll_that_was_away_are_parked_and_count_once_when_it_is_back_and_they_are_replayed()
    {
        await using var process = await LiveTallyProcess.StartAsync(null, ("LIVETALLY_PARTITIONS", "1"));
        using var client = new Client(process.Address, process.AdminKey);
        var poll = await client.OpenPollAsync();
        await client.VoteAsync(poll, await client.TokenAsync(poll), [0]);
        await client.ResultsAsync(poll, results => results.Ballots() == 1);
        await process.StopAsync();

        // Its storage is lost, and votes come; then the storage is restored.
        var (storage, backup) = (Path.Combine(process.Data, "cosmos"), Path.Combine(process.Data, "backup"));
        Directory.Move(storage, backup);
        await LogOnDisk.AppendAsync(process.Data, 1, 0, Enumerable.Range(0, 3).Select(voter => LogOnDisk.Vote(poll, 0, voter, 1)));
        await process.StartAgainAsync();
        var letters = await client.DeadLettersAsync(3);
        Assert.All(letters, letter => Assert.Equal($"There is no poll {poll}.", letter.Reason()));
        await process.StopAsync();
        Directory.Delete(storage, recursive: true);
        Directory.Move(backup, storage);
        await process.StartAgainAsync();
        Assert.Equal(letters.Select(letter => letter.GetRawText()), (await client.DeadLettersAsync()).Select(letter => letter.GetRawText()));

        var file = Path.Combine(process.Data, "deadletters", letters[0].Id() + ".json");
        var kept = await File.ReadAllBytesAsync(file, TestContext.Current.CancellationToken);
        foreach (var letter in letters)
        {
            var replayed = await client.ReplayAsync(letter.Id());
            Assert.Equal((HttpStatusCode.Accepted, letter.Id(), true), (replayed.Status, replayed.Json.GetProperty("id").GetString(), replayed.Json.GetProperty("removed").GetBoolean()));
        }

        Assert.Equal([1, 3], (await client.ResultsAsync(poll, results => results.Ballots() == 4)).Counts());
        Assert.Empty(await client.DeadLettersAsync());
        var again = await client.ReplayAsync(letters[0].Id());
        Assert.Equal((HttpStatusCode.NotFound, "deadLetterNotFound"), (again.Status, again.Code));

        // As if it had been killed when the event was in the log again and its letter still there.
        await File.WriteAllBytesAsync(file, kept, TestContext.Current.CancellationToken);
        Assert.Equal(HttpStatusCode.Accepted, (await client.ReplayAsync(letters[0].Id())).Status);
        await client.VoteAsync(poll, await client.TokenAsync(poll), [0]);
        await client.ResultsAsync(poll, results => results.Ballots() == 5);
        Assert.Equal([2, 3], (await client.SettledResultsAsync(poll)).Counts());
        Assert.Empty(await client.DeadLettersAsync());
    }

    [Fact]
    public async Task A_vote_that_was_parked_until_its_poll_was_final_is_refused_and_kept()
    {
        await using var process = await LiveTallyProcess.StartAsync(null, ("LIVETALLY_PARTITIONS", "1"));
        using var client = new Client(process.Address, process.AdminKey);
        var poll = await client.OpenPollAsync();
        await client.CloseAsync(poll);
        await process.StopAsync();
        var (storage, backup) = (Path.Combine(process.Data, "cosmos"), Path.Combine(process.Data, "backup"));
        Directory.Move(storage, backup);
        await LogOnDisk.AppendAsync(process.Data, 1, 0, [LogOnDisk.Vote(poll, 0, 1, 1)]);
        await process.StartAgainAsync();
        var letter = Assert.Single(await client.DeadLettersAsync(1));
        await process.StopAsync();
        Directory.Delete(storage, recursive: true);
        Directory.Move(backup, storage);
        await process.StartAgainAsync();

        var replayed = await client.ReplayAsync(letter.Id());

        Assert.Equal((HttpStatusCode.Conflict, "pollClosed"), (replayed.Status, replayed.Code));
        Assert.Equal(letter.Id(), Assert.Single(await client.DeadLettersAsync()).Id());
        Assert.Equal(0, (await client.SettledResultsAsync(poll)).Ballots());
    }

    [Fact]
    public async Task What_still_cannot_be_counted_is_parked_again_under_its_new_sequence_number()
    {
        await using var process = await StartWithPoisonAsync([[1, 2, 3]]);
        using var client = new Client(process.Address, process.AdminKey);
        var letter = Assert.Single(await client.DeadLettersAsync(1));

        Assert.Equal(HttpStatusCode.Accepted, (await client.ReplayAsync(letter.Id())).Status);

        var next = Assert.Single(await client.DeadLettersAsync(1));
        Assert.Equal((0, 0), letter.Place());
        Assert.Equal((0, 1), next.Place());
        Assert.Equal([1, 2, 3], next.Body());
    }

    [Fact]
    public async Task A_letter_is_deleted_once_and_for_good()
    {
        await using var process = await StartWithPoisonAsync([[1], [2]]);
        using var client = new Client(process.Address, process.AdminKey);
        var letters = await client.DeadLettersAsync(2);

        Assert.Equal(HttpStatusCode.NoContent, (await client.DeleteDeadLetterAsync(letters[0].Id())).Status);
        var again = await client.DeleteDeadLetterAsync(letters[0].Id());
        await process.KillAsync();
        await process.StartAgainAsync();

        Assert.Equal((HttpStatusCode.NotFound, "deadLetterNotFound"), (again.Status, again.Code));
        Assert.Equal([2], Assert.Single(await client.DeadLettersAsync()).Body());
    }

    [Fact]
    public async Task They_are_listed_in_pages_of_a_hundred_by_partition_and_sequence_number()
    {
        await using var process = await StartWithPoisonAsync(Enumerable.Range(0, 230).Select(i => new byte[] { 0xFF, (byte)i }));
        using var client = new Client(process.Address, process.AdminKey);

        var letters = await client.DeadLettersAsync(230);

        Assert.Equal(Enumerable.Range(0, 230).Select(i => (0, i)), letters.Select(letter => letter.Place()));
        Assert.Equal(100, (await client.GetAsync("deadletters", asAdmin: true)).Json.GetProperty("deadLetters").GetArrayLength());
        foreach (var nonsense in new[] { "x", "%00", "Li4vLi4", "CnguanNvbg" })
        {
            var answer = await client.GetAsync("deadletters?continuation=" + nonsense, asAdmin: true);
            Assert.Equal((HttpStatusCode.BadRequest, "invalidQuery"), (answer.Status, answer.Code));
        }
    }

    [Fact]
    public async Task Nobody_but_an_admin_gets_at_them()
    {
        await using var process = await StartWithPoisonAsync([[1]]);
        using var client = new Client(process.Address, process.AdminKey);
        using var stranger = new Client(process.Address, "not-" + process.AdminKey);
        var letter = Assert.Single(await client.DeadLettersAsync(1));

        foreach (var answer in new[]
        {
            await client.GetAsync("deadletters"),
            await stranger.GetAsync("deadletters", asAdmin: true),
            await client.SendAsync(HttpMethod.Post, $"deadletters/{letter.Id()}/replay"),
            await stranger.ReplayAsync(letter.Id()),
            await client.SendAsync(HttpMethod.Delete, $"deadletters/{letter.Id()}"),
            await stranger.DeleteDeadLetterAsync(letter.Id()),
        })
        {
            Assert.Equal((HttpStatusCode.Unauthorized, "adminRequired"), (answer.Status, answer.Code));
        }

        Assert.Equal(letter.Id(), Assert.Single(await client.DeadLettersAsync()).Id());
    }

    [Fact]
    public async Task No_id_leads_out_of_their_folder()
    {
        await using var process = await StartWithPoisonAsync([[1]]);
        using var client = new Client(process.Address, process.AdminKey);
        var outside = Path.Combine(process.Data, "outside.json");
        await File.WriteAllTextAsync(outside, """{"id":"x","partition":0,"sequenceNumber":0,"reason":"x","parkedAt":"2026-01-01T00:00:00Z","body":"AAEC"}""", TestContext.Current.CancellationToken);

        foreach (var id in new[] { "..%2Foutside", "..%5Coutside", "%2E%2E%2Foutside", "outside" })
        {
            foreach (var answer in new[] { await client.ReplayAsync(id), await client.DeleteDeadLetterAsync(id) })
                Assert.Equal((HttpStatusCode.NotFound, "deadLetterNotFound"), (answer.Status, answer.Code));
        }

        Assert.True(File.Exists(outside));
        Assert.Single(await client.DeadLettersAsync());
    }

    public void Dispose() => _data.Delete(recursive: true);

    private async Task<LiveTallyProcess> StartWithPoisonAsync(IEnumerable<byte[]> events)
    {
        await LogOnDisk.AppendAsync(_data.FullName, 1, 0, events);
        return await LiveTallyProcess.StartAsync(_data.FullName, ("LIVETALLY_PARTITIONS", "1"));
    }
}

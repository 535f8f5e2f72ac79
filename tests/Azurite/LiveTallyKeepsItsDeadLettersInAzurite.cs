using System.Net;
using LiveTally.Tests.EndToEnd;

namespace LiveTally.Tests.Azurite;

[Collection("Azurite")]
public sealed class LiveTallyKeepsItsDeadLettersInAzurite(AzuriteServer azurite)
{
    [Fact]
    public async Task Parked_listed_replayed_and_deleted()
    {
        await azurite.Container.DeleteIfExistsAsync(cancellationToken: TestContext.Current.CancellationToken);
        await using var process = await StartAsync();
        using var client = new Client(process.Address, process.AdminKey);
        var poll = await client.OpenPollAsync();
        await process.StopAsync();
        await LogOnDisk.AppendAsync(process.Data, 1, 0, [.. Votes(poll, 10), .. Enumerable.Range(0, 120).Select(i => new byte[] { 0xFF, (byte)i })]);
        await process.StartAgainAsync();
        await client.ResultsAsync(poll, results => results.Ballots() == 10);

        var letters = await client.DeadLettersAsync(120);
        Assert.Equal(Enumerable.Range(10, 120).Select(i => (0, i)), letters.Select(letter => letter.Place()));
        Assert.Equal(Enumerable.Range(0, 120).Select(i => new byte[] { 0xFF, (byte)i }), letters.Select(letter => letter.Body()));
        Assert.Equal(letters.Select(letter => letter.Id() + ".json"), azurite.Container.GetBlobs(cancellationToken: TestContext.Current.CancellationToken).Select(blob => blob.Name));
        Assert.False(Directory.Exists(Path.Combine(process.Data, "deadletters")));
        var health = await client.GetAsync("health/ready");
        Assert.Equal((HttpStatusCode.OK, "up"), (health.Status, health.Json.GetProperty("dependencies").GetProperty("deadLetters").GetString()));

        var replayed = await client.ReplayAsync(letters[0].Id());
        Assert.Equal((HttpStatusCode.Accepted, true), (replayed.Status, replayed.Json.GetProperty("removed").GetBoolean()));
        Assert.Equal((HttpStatusCode.NotFound, "deadLetterNotFound"), await StatusAsync(client.ReplayAsync(letters[0].Id())));
        var again = (await client.DeadLettersAsync(120))[^1];
        Assert.Equal((0, 130), again.Place());
        Assert.Equal(letters[0].Body(), again.Body());

        foreach (var letter in letters.Skip(1))
            Assert.Equal(HttpStatusCode.NoContent, (await client.DeleteDeadLetterAsync(letter.Id())).Status);
        Assert.Equal((HttpStatusCode.NotFound, "deadLetterNotFound"), await StatusAsync(client.DeleteDeadLetterAsync(letters[1].Id())));
        Assert.Equal(again.Id(), Assert.Single(await client.DeadLettersAsync()).Id());
    }

    [Fact]
    public async Task While_the_storage_is_away_poison_and_what_follows_it_wait_and_nothing_is_dropped()
    {
        await using var process = await StartAsync();
        using var client = new Client(process.Address, process.AdminKey);
        var poll = await client.OpenPollAsync();
        await process.StopAsync();
        await azurite.DisposeAsync();
        try
        {
            await LogOnDisk.AppendAsync(process.Data, 1, 0, [[0xFF], .. Votes(poll, 10)]);
            await process.StartAgainAsync();

            var health = await client.GetAsync("health/ready");
            Assert.Equal((HttpStatusCode.ServiceUnavailable, "down"), (health.Status, health.Json.GetProperty("dependencies").GetProperty("deadLetters").GetString()));
            Assert.Equal((HttpStatusCode.ServiceUnavailable, "storageUnavailable"), await StatusAsync(client.GetAsync("deadletters", asAdmin: true)));
            Assert.Equal(0, (await client.GetAsync($"polls/{poll}/results")).Json.Ballots());
        }
        finally
        {
            await azurite.InitializeAsync();
        }

        await client.ResultsAsync(poll, results => results.Ballots() == 10);
        Assert.Equal([0xFF], Assert.Single(await client.DeadLettersAsync(1)).Body());
    }

    private Task<LiveTallyProcess> StartAsync() =>
        LiveTallyProcess.StartAsync(null, ("LIVETALLY_PARTITIONS", "1"), ("AzureWebJobsStorage", azurite.ConnectionString));

    private static IEnumerable<byte[]> Votes(string poll, int count) => Enumerable.Range(0, count).Select(voter => LogOnDisk.Vote(poll, 0, voter, 1));

    private static async Task<(HttpStatusCode Status, string? Code)> StatusAsync(Task<Answer> call)
    {
        var answer = await call;
        return (answer.Status, answer.Code);
    }
}

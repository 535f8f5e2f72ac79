using System.Net;

namespace LiveTally.Tests.EndToEnd;

/// <summary>The whole program, with parts of it made to fail.</summary>
public sealed class FaultsOnDemand
{
    [Fact]
    public async Task A_push_that_the_hub_does_not_take_is_sent_again_and_arrives()
    {
        await using var process = await LiveTallyProcess.StartAsync(null, ("LIVETALLY_FAULTS", "true"));
        using var client = new Client(process.Address, process.AdminKey);
        var poll = await client.OpenPollAsync();
        await using var screen = await Screen.WatchAsync(process, client, poll);

        await process.UseAsync("""{ "kind": "signalr.fail", "times": 2 }""");
        Assert.Equal(HttpStatusCode.Accepted, (await client.VoteAsync(poll, await client.TokenAsync(poll), [0])).Status);

        var seen = await screen.SeesAsync(results => results.Ballots() == 1);
        Assert.Equal([1, 0], seen.Counts());
        Assert.Contains("\"signalr.fail\":2", await FaultsAsync(process), StringComparison.Ordinal);
    }

    [Fact]
    public async Task Changes_that_are_delivered_twice_and_late_are_counted_and_seen_once()
    {
        await using var process = await LiveTallyProcess.StartAsync(null, ("LIVETALLY_FAULTS", "true"));
        using var client = new Client(process.Address, process.AdminKey);
        var poll = await client.OpenPollAsync();
        await using var screen = await Screen.WatchAsync(process, client, poll);

        await process.UseAsync("""{ "kind": "feed.duplicate" }""", """{ "kind": "feed.delay", "rate": 0.5, "amount": 200 }""");
        for (var voter = 0; voter < 20; voter++)
            Assert.Equal(HttpStatusCode.Accepted, (await client.VoteAsync(poll, await client.TokenAsync(poll), [voter % 2])).Status);

        var seen = await screen.SeesAsync(results => results.Ballots() == 20);
        Assert.Equal([10, 10], seen.Counts());
        var versions = screen.Results.Select(results => results.Version()).ToArray();
        Assert.Equal(versions.Distinct().Order(), versions);
    }

    private static async Task<string> FaultsAsync(LiveTallyProcess process)
    {
        using var http = new HttpClient();
        return await http.GetStringAsync(new Uri(process.Address, "/_faults"), TestContext.Current.CancellationToken);
    }
}

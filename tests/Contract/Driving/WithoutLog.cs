namespace LiveTally.Tests.Contract.Driving;

/// <summary>The vote log is slow, and then fails.</summary>
internal static class WithoutLog
{
    public static async Task DriveAsync(Driver driver, World world)
    {
        var vote = new Call("SubmitVote", world.Open) { AsAdmin = true };
        await world.Server.UseFaultsAsync("""{ "kind": "log.delay", "amount": 300 }""");
        var answers = await Task.WhenAll(Enumerable.Range(0, 4 * Server.MaxWaiting).Select(voter => driver.SendAsync(vote with { Body = Of(voter) })));
        Assert.Contains(answers, answer => answer.Code == "overloaded");

        await world.Server.UseFaultsAsync("""{ "kind": "log.fail" }""");
        await driver.ExpectAsync(vote with { Body = Of(0) }, 503, "logUnavailable");
        await driver.ExpectAsync(new Call("ReplayDeadLetter", await world.LetterAsync()) { AsAdmin = true }, 503, "logUnavailable");
        await world.Server.UseFaultsAsync("");
    }

    private static object Of(int voter) => new { choices = new[] { 0 }, voterId = $"w-{voter}" };
}

namespace LiveTally.Tests.Fuzz;

public sealed class NothingBreaks
{
    [Fact]
    public async Task Whatever_is_sent_is_refused_as_documented_gives_nothing_away_and_leaves_the_program_counting()
    {
        var report = await FuzzRun.RunAsync(new FuzzOptions { Requests = 20_000, Seed = 7, AtMost = TimeSpan.FromSeconds(15) }, TestContext.Current.CancellationToken);

        Assert.Empty(report.Violations);
        Assert.InRange(report.Requests, 400, int.MaxValue);
    }
}

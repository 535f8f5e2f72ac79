using System.Globalization;
using LiveTally.Tests.Faults.Driving;

namespace LiveTally.Tests.Faults.Tests;

public sealed class UnderEveryFault(ITestOutputHelper output)
{
    [Fact]
    public async Task Every_accepted_vote_is_counted_exactly_once()
    {
        var minutes = Environment.GetEnvironmentVariable("LIVETALLY_FAULT_MINUTES") is { } set ? double.Parse(set, CultureInfo.InvariantCulture) : 3;
        var report = await FaultRun.RunAsync(
            new RunOptions { Duration = TimeSpan.FromMinutes(minutes), Seed = 20261124, Server = ServerAssembly.Default },
            TextWriter.Null,
            TestContext.Current.CancellationToken);

        foreach (var line in report.Lines)
            output.WriteLine(line);
        Assert.True(report.Violations.Count == 0, string.Join('\n', report.Lines));
    }
}

using System.Text.RegularExpressions;

namespace LiveTally.Tests.Infrastructure.Alerts;

public sealed partial class MetricsAreThoseThatAreMeasured
{
    [Theory]
    [InlineData("infra/modules/alerts.bicep")]
    [InlineData("infra/dashboards/workbook.json")]
    public void Every_metric_that_is_looked_at_is_measured(string file)
    {
        var measured = Names(Repository.Read("functions/Operations/Telemetry.cs"));
        var lookedAt = Names(Repository.Read(file));

        Assert.NotEmpty(lookedAt);
        Assert.Empty(lookedAt.Except(measured));
    }

    private static IEnumerable<string> Names(string text) => Name().Matches(text).Select(match => match.Groups[1].Value).Distinct();

    [GeneratedRegex(@"['""](livetally\.[a-z_.]+)['""]")]
    private static partial Regex Name();
}

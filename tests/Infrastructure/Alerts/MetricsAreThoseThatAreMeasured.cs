namespace LiveTally.Tests.Infrastructure.Alerts;

public sealed class MetricsAreThoseThatAreMeasured
{
    [Theory]
    [InlineData("infra/modules/alerts.bicep")]
    [InlineData("infra/dashboards/workbook.json")]
    public void Every_metric_that_is_looked_at_is_measured(string file)
    {
        var lookedAt = Metrics.In(file).ToArray();

        Assert.NotEmpty(lookedAt);
        Assert.Empty(lookedAt.Except(Metrics.In("functions/Operations/Telemetry.cs")));
    }
}

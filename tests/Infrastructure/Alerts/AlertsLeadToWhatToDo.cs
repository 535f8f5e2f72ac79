using System.Text.Json.Nodes;
using System.Text.RegularExpressions;
using System.Xml;
using LiveTally.Tests.Infrastructure.Costs;
using LiveTally.Tests.Infrastructure.Templates;

namespace LiveTally.Tests.Infrastructure.Alerts;

public sealed partial class AlertsLeadToWhatToDo(Deployments deployments)
{
    private IEnumerable<JsonNode> OfLogs => deployments.Everything.Of("Microsoft.Insights/scheduledQueryRules");

    private IEnumerable<JsonNode> All => OfLogs.Concat(deployments.Everything.Of("Microsoft.Insights/metricAlerts"));

    [Fact]
    public void Every_alert_links_to_a_runbook_that_is_there()
    {
        var links = All.Select(alert => Link().Match((string)alert["properties"]!["description"]!).Groups[1].Value).ToArray();

        Assert.NotEmpty(links);
        Assert.Empty(links.Except(Markdown.Anchors("docs/operations.md")));
    }

    [Fact]
    public void Every_runbook_belongs_to_an_alert()
    {
        var runbooks = Heading().Matches(Markdown.Section("docs/operations.md", "Alerts")).Select(match => Markdown.Anchor(match.Groups[1].Value));

        Assert.Equal(All.Select(alert => (string)alert["name"]!).Order(), runbooks.Order());
    }

    [Fact]
    public void Somebody_hears_of_them_where_an_address_was_given()
    {
        Assert.All(All, alert => Assert.Contains("actionGroups/", alert["properties"]!["actions"]!.ToJsonString(), StringComparison.Ordinal));
        Assert.Single(deployments.Everything.Of("Microsoft.Consumption/budgets"));

        Assert.Empty(deployments.Small.Of("Microsoft.Insights/actionGroups"));
        Assert.Empty(deployments.Small.Of("Microsoft.Consumption/budgets"));
    }

    [Fact]
    public void A_query_gives_the_column_that_its_threshold_is_held_to()
    {
        var criteria = All.Select(alert => alert["properties"]!["criteria"]!["allOf"]![0]!).Where(criterion => criterion["query"] is not null).ToArray();

        Assert.NotEmpty(criteria);
        Assert.All(criteria, criterion => Assert.Matches($@"\b{criterion["metricMeasureColumn"]} = ", (string)criterion["query"]!));
    }

    [Fact]
    public void What_arrives_late_is_still_in_the_window_of_the_next_look()
    {
        Assert.NotEmpty(OfLogs);
        Assert.All(OfLogs, alert => Assert.InRange(
            Duration(alert, "windowSize") - Duration(alert, "evaluationFrequency"), TimeSpan.FromMinutes(5), TimeSpan.FromMinutes(10)));
    }

    [Fact]
    public void That_nothing_is_counted_means_that_no_outcome_there_is_has_been_seen()
    {
        var query = (string)OfLogs.Single(alert => (string?)alert["name"] == "nothing-is-counted")["properties"]!["criteria"]!["allOf"]![0]!["query"]!;

        Assert.Equal(Outcomes.All.Append("livetally.votes.accepted").Order(), Metrics.Of(query).Order());
    }

    [Fact]
    public void The_costs_count_every_one_of_them()
    {
        var ofMetrics = deployments.Everything.Of("Microsoft.Insights/metricAlerts").Count();

        Assert.Equal((MonthlyCost.LogAlerts, MonthlyCost.MetricAlerts), (OfLogs.Count(), ofMetrics));
        Assert.Contains(
            $"{MonthlyCost.LogAlerts} log alerts at $1.50 and {MonthlyCost.MetricAlerts} metric alerts at $0.10", Repository.Read("docs/azure.md"), StringComparison.Ordinal);
    }

    private static TimeSpan Duration(JsonNode alert, string property) => XmlConvert.ToTimeSpan((string)alert["properties"]![property]!);

    [GeneratedRegex(@"docs/operations\.md#([\w-]+)")]
    private static partial Regex Link();

    [GeneratedRegex("^### (.+)$", RegexOptions.Multiline)]
    private static partial Regex Heading();
}

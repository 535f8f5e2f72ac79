using System.Text.Json.Nodes;
using System.Text.RegularExpressions;
using LiveTally.Tests.Infrastructure.Templates;

namespace LiveTally.Tests.Infrastructure.Alerts;

public sealed partial class AlertsLeadToWhatToDo(Deployments deployments)
{
    private IEnumerable<JsonNode> All =>
        deployments.Everything.Of("Microsoft.Insights/scheduledQueryRules").Concat(deployments.Everything.Of("Microsoft.Insights/metricAlerts"));

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

    [GeneratedRegex(@"docs/operations\.md#([\w-]+)")]
    private static partial Regex Link();

    [GeneratedRegex("^### (.+)$", RegexOptions.Multiline)]
    private static partial Regex Heading();
}

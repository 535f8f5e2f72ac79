using System.Text.RegularExpressions;

namespace LiveTally.Tests.Infrastructure.Alerts;

public sealed partial class TheWorkbook
{
    private const string File = "infra/dashboards/workbook.json";

    [Fact]
    public void Names_resources_only_by_what_the_deployment_puts_in_their_place()
    {
        var used = Placeholder().Matches(Repository.Read(File)).Select(match => match.Value).Distinct();
        var replaced = Placeholder().Matches(Repository.Read("infra/modules/workbook.bicep")).Select(match => match.Value);

        Assert.Equal(replaced.Order(), used.Order());
        Assert.DoesNotContain("/subscriptions/", Repository.Read(File), StringComparison.Ordinal);
    }

    [Fact]
    public void Gives_every_part_a_name_of_its_own_and_every_query_the_time_that_was_chosen()
    {
        var items = Json.Read(File)["items"]!.AsArray().Select(item => item!).ToArray();
        var charts = items.Where(item => (int)item["type"]! is 3 or 10).ToArray();

        Assert.Distinct(items.Select(item => (string)item["name"]!));
        Assert.NotEmpty(charts);
        Assert.All(charts, chart => Assert.Equal("Time", (string?)chart["content"]!["timeContextFromParameter"]));
    }

    [Fact]
    public void Shows_of_accepted_votes_everything_that_can_become_of_them()
    {
        var chart = Json.Read(File)["items"]!.AsArray().Single(item => (string?)item!["name"] == "logs-3")!;

        Assert.Equal(Outcomes.All.Append("livetally.votes.accepted").Order(), Metrics.Of((string)chart["content"]!["query"]!).Order());
    }

    [GeneratedRegex("<[a-z-]+>")]
    private static partial Regex Placeholder();
}

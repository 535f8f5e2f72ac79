using System.Text.Json;
using System.Text.RegularExpressions;

namespace LiveTally.Tests.Telemetry;

[Collection(ObservedTests.Name)]
public sealed partial class TheDashboardShowsWhatThereIs(Observed observed)
{
    // In a process that nothing has gone wrong in they do not exist yet.
    private static readonly string[] OnlyInTrouble = ["livetally_cosmos_throttled_total", "livetally_requests_refused_total"];

    [Fact]
    public async Task Every_metric_of_the_dashboard_is_on_the_page()
    {
        var poll = await observed.OpenPollAsync();
        await observed.Client.VoteAsync(poll, await observed.Client.TokenAsync(poll), [0]);
        var metrics = await observed.MetricsAsync(metrics => metrics.ContainsKey("livetally_vote_push_duration_seconds_count"));
        var there = metrics.Keys.Select(sample => sample.Split('{')[0]).Concat(OnlyInTrouble).ToHashSet();

        var dashboard = JsonDocument.Parse(await File.ReadAllTextAsync(Path.Combine(AppContext.BaseDirectory, "grafana.json")));
        var shown = Expressions(dashboard.RootElement).SelectMany(expression => Metric().Matches(expression).Select(match => match.Value)).Distinct().ToArray();

        Assert.NotEmpty(shown);
        Assert.All(shown, metric => Assert.Contains(metric, there));
        Assert.Empty(there.Where(IsOurs).Select(Family).Except(shown.Select(Family)));
    }

    private static bool IsOurs(string metric) => metric.StartsWith("livetally_", StringComparison.Ordinal);

    private static string Family(string metric) => Part().Replace(metric, "");

    private static IEnumerable<string> Expressions(JsonElement json) => json.ValueKind switch
    {
        JsonValueKind.Object => json.EnumerateObject().SelectMany(property => property is { Name: "expr" } ? [property.Value.GetString()!] : Expressions(property.Value)),
        JsonValueKind.Array => json.EnumerateArray().SelectMany(Expressions),
        _ => [],
    };

    [GeneratedRegex(@"\b(livetally|dotnet|http_server|kestrel)_\w+\b")]
    private static partial Regex Metric();

    [GeneratedRegex("_(bucket|sum|count)$")]
    private static partial Regex Part();
}

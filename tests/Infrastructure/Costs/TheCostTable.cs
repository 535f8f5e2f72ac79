using System.Globalization;

namespace LiveTally.Tests.Infrastructure.Costs;

public sealed class TheCostTable
{
    private static readonly string[] Scales = ["small", "event", "large"];

    private static readonly (string Name, Func<MonthlyCost, double> Cost)[] Rows =
    [
        ("Event Hubs", cost => cost.EventHubs()),
        ("Cosmos DB", cost => cost.Cosmos()),
        ("SignalR Service", cost => cost.SignalR()),
        ("Functions", cost => cost.Functions()),
        ("Storage", cost => cost.Storage()),
        ("Logs, metrics and alerts", cost => cost.Monitoring()),
        ("Static Web App", cost => cost.StaticWebApp()),
    ];

    [Fact]
    public void Says_what_the_templates_sizes_cost_at_the_published_prices()
    {
        var written = Markdown.Section("docs/azure.md", "A month of it").Split('\n').Where(line => line.StartsWith('|')).Skip(2);

        Assert.Equal(Rows.Select(row => Line(row.Name, row.Cost)).Append(Line("**All**", cost => Rows.Sum(row => row.Cost(cost)))), written);
    }

    private static string Line(string name, Func<MonthlyCost, double> cost) =>
        string.Create(CultureInfo.InvariantCulture, $"| {name} | {string.Join(" | ", Scales.Select(scale => Dollars(cost(new MonthlyCost(scale)))))} |");

    private static string Dollars(double amount) => string.Create(CultureInfo.InvariantCulture, $"${amount:N0}");
}

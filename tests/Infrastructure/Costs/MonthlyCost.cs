using System.Text.Json.Nodes;

namespace LiveTally.Tests.Infrastructure.Costs;

/// <summary>What a month costs at a scale, from the templates' sizes, the published prices and what is assumed of the month.</summary>
internal sealed class MonthlyCost(string scale)
{
    /// <summary>Rules that query the logs every five minutes.</summary>
    public const int LogAlerts = 5;

    /// <summary>Rules that watch one metric of one resource.</summary>
    public const int MetricAlerts = 4;

    private const double Hours = 730;
    private const double Days = 30.4;
    private const double TimerFunctions = 3;
    private const double TimerRuns = Hours * 360;
    private const double RUOfTimerRun = 6;
    private const double Partitions = 32;

    private readonly JsonNode _size = Json.Read("infra/scales.json")[scale]!;
    private readonly JsonNode _month = Json.Read("tests/Infrastructure/Costs/months.json")[scale]!;
    private readonly JsonNode _prices = Json.Read("tests/Infrastructure/Costs/prices.json");

    private double VotingSeconds => Month("votingHours") * 3600;

    private double MemoryGB => (double)_size["functions"]!["instanceMemoryMB"]! / 1024;

    private double AlwaysReady => _size["functions"]!["alwaysReady"]!.AsArray().Sum(group => (double)group!["instanceCount"]!);

    // Auto-inflate goes up to what is needed and does not come down by itself: somebody sets it back the day after.
    public double EventHubs()
    {
        var standing = (double)_size["eventHubs"]!["throughputUnits"]!;
        var needed = Math.Max(standing, Math.Ceiling(Month("votesPerSecond") / 1000));
        var unitHours = standing * Hours + (needed - standing) * 24 * Month("votingDays");
        return unitHours * Price("eventHubsThroughputUnitHour") + Month("votes") / 1e6 * Price("eventHubsMillionEvents");
    }

    // Autoscale is billed by the highest of each hour: the tenth that it goes down to, and all of it while people vote.
    public double Cosmos()
    {
        var highest = _size["cosmos"]!.AsObject().Sum(container => (double)container.Value!);
        if (highest > 0)
            return highest / 100 * Price("cosmosAutoscale100RUHour") * ((Hours - Month("votingHours")) / 10 + Month("votingHours"));
        return (Month("votes") * Month("ruPerVote") + TimerFunctions * TimerRuns * RUOfTimerRun) / 1e6 * Price("cosmosServerlessMillionRU");
    }

    public double SignalR()
    {
        if ((string?)_size["signalR"]!["sku"] == "Free_F1")
            return 0;
        var units = (double)_size["signalR"]!["units"]!;
        var interval = TimeSpan.Parse((string)_size["pushInterval"]!, System.Globalization.CultureInfo.InvariantCulture).TotalSeconds;
        var messages = Month("screens") * VotingSeconds / interval - units * 1e6 * Month("votingDays");
        return units * Days * Price("signalRUnitDay") + Math.Max(0, messages) / 1e6 * Price("signalRMillionMessages");
    }

    // Each timer's run is billed as a second of an instance of its own.
    public double Functions()
    {
        var onDemand = TimerFunctions * TimerRuns * MemoryGB + Math.Max(0, Month("instances") - AlwaysReady) * VotingSeconds * MemoryGB;
        var executions = Month("votes") + TimerFunctions * TimerRuns;
        return Math.Max(0, onDemand - Price("functionsFreeGBSeconds")) * Price("functionsGBSecond")
            + AlwaysReady * MemoryGB * (Hours * 3600 * Price("functionsAlwaysReadyGBSecond") + VotingSeconds * Price("functionsAlwaysReadyBusyGBSecond"))
            + (executions - Price("functionsFreeExecutions")) / 1e6 * Price("functionsMillionExecutions");
    }

    // An owner renews each of its partitions every 10 s, and a batch ends with a checkpoint: at most five a second and partition.
    public double Storage()
    {
        var reading = AlwaysReady > 0 ? Hours * 3600 : VotingSeconds;
        var batches = Math.Min(Month("votes"), Partitions * 5 * VotingSeconds);
        return (reading * Partitions / 10 + batches) / 1e4 * Price("storageTenThousandWrites");
    }

    // The host reports each request with about 1 KB; the rest is about as much again on a quiet day.
    public double Monitoring() =>
        Math.Max(0, Month("votes") / 1e6 + 1 - Price("logsFreeGB")) * Price("logsGB")
        + LogAlerts * Price("logAlertMonth") + MetricAlerts * Price("metricAlertMonth");

    public double StaticWebApp() => (string?)_size["staticWebApp"] == "Standard" ? Price("staticWebAppStandardMonth") : 0;

    private double Month(string name) => (double)_month[name]!;

    private double Price(string name) => (double)_prices[name]!;
}

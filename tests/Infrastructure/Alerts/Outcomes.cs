namespace LiveTally.Tests.Infrastructure.Alerts;

/// <summary>What can become of an accepted vote, by the names of the metrics.</summary>
internal static class Outcomes
{
    public static IReadOnlyCollection<string> All { get; } =
    [
        .. Metrics.In("functions/Operations/Telemetry.cs")
            .Where(name => name.StartsWith("livetally.votes.", StringComparison.Ordinal) && name != "livetally.votes.accepted"),
    ];
}

using System.Diagnostics;
using LiveTally.Operations;

namespace LiveTally.Results;

/// <summary>What is measured of a push.</summary>
internal static class PushTelemetry
{
    private static readonly KeyValuePair<string, object?> Results = new("message", "results");

    /// <summary>Measures a push of results that is about to be sent.</summary>
    /// <param name="document">What is pushed.</param>
    /// <param name="span">The span of the push; it belongs to the change that was delivered, and may show a newer one.</param>
    /// <param name="now">The moment.</param>
    /// <param name="again">Whether this version was pushed before.</param>
    public static void Pushed(ResultsDocument document, Activity? span, DateTimeOffset now, bool again)
    {
        Telemetry.Pushes.Add(1, Results);
        span?.SetTag("livetally.results.version", document.Version);

        // The clocks of two machines differ a little.
        if (!again && document.Origin?.AcceptedAt is { } acceptedAt)
            Telemetry.VotePushDuration.Record(double.Max(0, (now - acceptedAt).TotalSeconds));
    }
}

using System.Diagnostics;

namespace LiveTally.Operations;

/// <summary>
/// Traces across the log and storage. A step that serves many votes is in the trace of the first of them that is recorded, and links to the others.
/// </summary>
public static class Traces
{
    /// <summary>Links of one span at most; what goes beyond is not worth its bytes.</summary>
    public const int MaxLinks = 128;

    /// <summary>The W3C <c>traceparent</c> to pass on from here; null when nothing is recorded, so that nothing is stored for it.</summary>
    public static string? Current => Activity.Current is { Recorded: true } current ? current.Id : null;

    /// <summary>Starts a span that goes on from <paramref name="origins"/>, each a <c>traceparent</c> or null.</summary>
    /// <returns>Null when there is no origin, or nobody listens.</returns>
    public static Activity? Start(string name, ActivityKind kind, IEnumerable<string?> origins)
    {
        if (!Telemetry.Source.HasListeners())
            return null;

        ActivityContext? parent = null;
        List<ActivityLink>? links = null;
        foreach (var origin in origins)
        {
            if (origin is null || !ActivityContext.TryParse(origin, traceState: null, isRemote: true, out var context))
                continue;
            if (parent is null)
                parent = context;
            else if ((links ??= []).Count < MaxLinks)
                links.Add(new ActivityLink(context));
        }

        return parent is { } first ? Telemetry.Source.StartActivity(name, kind, first, tags: null, links) : null;
    }

    /// <summary>Starts a span within the current one.</summary>
    /// <returns>Null when the current one is not recorded.</returns>
    public static Activity? StartWithin(string name) =>
        Activity.Current is { Recorded: true } ? Telemetry.Source.StartActivity(name) : null;

    /// <summary>Says what the span did to the log, in the words of OpenTelemetry's conventions for messaging.</summary>
    public static void Describe(this Activity? span, string operation, int partition, int events)
    {
        span?.SetTag("messaging.system", "eventhubs")
            .SetTag("messaging.destination.name", Votes.IVoteLog.HubName)
            .SetTag("messaging.destination.partition.id", Partitions.Name(partition))
            .SetTag("messaging.operation.type", operation)
            .SetTag("messaging.batch.message_count", events);
    }

    /// <summary>Says that the step failed.</summary>
    public static void Fail(this Activity? span, Exception e) =>
        span?.SetTag("error.type", e.GetType().FullName).SetStatus(ActivityStatusCode.Error, e.Message);
}

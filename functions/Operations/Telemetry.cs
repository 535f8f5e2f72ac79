using System.Diagnostics;
using System.Diagnostics.Metrics;

namespace LiveTally.Operations;

/// <summary>
/// Everything that LiveTally measures. docs/operations.md says of each instrument what it means and what to do about it. While nobody listens
/// an instrument costs next to nothing.
/// </summary>
public static class Telemetry
{
    /// <summary>Name of the meter and of the activity source.</summary>
    public const string Name = "LiveTally";

    private static readonly Meter Meter = new(Name);
    private static readonly InstrumentAdvice<double> Seconds =
        new() { HistogramBucketBoundaries = [0.001, 0.0025, 0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1, 2.5, 5, 10, 30, 60] };

    private static readonly InstrumentAdvice<int> Sizes = new() { HistogramBucketBoundaries = [1, 2, 5, 10, 20, 50, 100, 200, 500, 1_000] };
    private static readonly InstrumentAdvice<double> RequestUnits = new() { HistogramBucketBoundaries = [1, 2, 5, 10, 20, 50, 100, 200, 500, 1_000] };

    public static ActivitySource Source { get; } = new(Name);

    public static Counter<long> VotesAccepted { get; } =
        Meter.CreateCounter<long>("livetally.votes.accepted", "{vote}", "Votes answered with 202: durable in the log.");

    public static Counter<long> VotesCounted { get; } =
        Meter.CreateCounter<long>("livetally.votes.counted", "{vote}", "Votes committed as their voter's ballot.");

    public static Counter<long> VotesDuplicate { get; } =
        Meter.CreateCounter<long>("livetally.votes.duplicate", "{vote}", "Votes committed as duplicates: the voter's earlier vote stands.");

    public static Counter<long> VotesSuperseded { get; } =
        Meter.CreateCounter<long>("livetally.votes.superseded", "{vote}", "Votes committed as superseded: the voter's newer vote was in already.");

    /// <summary>By <c>reason</c>: <c>closed</c> or <c>invalidChoice</c>.</summary>
    public static Counter<long> VotesRejected { get; } =
        Meter.CreateCounter<long>("livetally.votes.rejected", "{vote}", "Accepted votes that were committed as rejected.");

    public static Counter<long> VotesDiscarded { get; } =
        Meter.CreateCounter<long>("livetally.votes.discarded", "{vote}", "Votes of deleted polls.");

    public static Counter<long> VotesDeadLettered { get; } =
        Meter.CreateCounter<long>("livetally.votes.dead_lettered", "{vote}", "Events parked as dead letters, each time they are.");

    public static Histogram<double> VoteCommitDuration { get; } = Meter.CreateHistogram(
        "livetally.vote.commit.duration", "s", "From the acceptance of a vote until its box is committed.", tags: null, Seconds);

    public static Histogram<double> VotePushDuration { get; } = Meter.CreateHistogram(
        "livetally.vote.push.duration", "s", "From the acceptance of the oldest vote that a version of results adds until it is pushed.", tags: null, Seconds);

    public static Histogram<int> AppendSize { get; } =
        Meter.CreateHistogram("livetally.append.size", "{vote}", "Votes in one append to the log.", tags: null, Sizes);

    public static Histogram<int> BatchSize { get; } =
        Meter.CreateHistogram("livetally.batch.size", "{vote}", "Events that the log delivered at once.", tags: null, Sizes);

    public static Histogram<int> CommitSize { get; } =
        Meter.CreateHistogram("livetally.commit.size", "{vote}", "Entries in one commit of a box.", tags: null, Sizes);

    public static Counter<long> CommitConflicts { get; } =
        Meter.CreateCounter<long>("livetally.commit.conflicts", "{conflict}", "Commits that another owner of the box was faster than.");

    /// <summary>By <c>container</c> and <c>operation</c>.</summary>
    public static Histogram<double> CosmosRequestCharge { get; } = Meter.CreateHistogram(
        "livetally.cosmos.request_charge", "{RU}", "What storage charged for a request.", tags: null, RequestUnits);

    /// <summary>By <c>container</c> and <c>operation</c>.</summary>
    public static Counter<long> CosmosThrottled { get; } =
        Meter.CreateCounter<long>("livetally.cosmos.throttled", "{request}", "Requests that storage still refused with 429 after the SDK's retries.");

    /// <summary>By <c>message</c>: <c>results</c> or <c>poll</c>.</summary>
    public static Counter<long> Pushes { get; } =
        Meter.CreateCounter<long>("livetally.pushes", "{push}", "Messages handed to SignalR, each for all screens of a poll.");

    /// <summary>By <c>code</c>, as in docs/errors.md.</summary>
    public static Counter<long> RequestsRefused { get; } =
        Meter.CreateCounter<long>("livetally.requests.refused", "{request}", "Requests answered with a problem.");

    /// <summary>Shows the counters of what seldom happens as 0, so that the first time is a change that an alert sees.</summary>
    public static void Begin()
    {
        foreach (var counter in new[] { VotesDeadLettered, VotesDiscarded, CommitConflicts })
            counter.Add(0);
    }

    /// <summary>Reports how far the counting is behind the log, by <c>partition</c>.</summary>
    public static ObservableGauge<long> ObserveLogLag(Func<IEnumerable<Measurement<long>>> lag) =>
        Meter.CreateObservableGauge("livetally.log.lag", lag, "{event}", "Events in the log that are not counted yet.");

    /// <summary>Reports the screens connected now.</summary>
    public static ObservableUpDownCounter<int> ObserveConnections(Func<int> connections) =>
        Meter.CreateObservableUpDownCounter("livetally.connections", connections, "{connection}", "Screens connected now.");
}

using System.Collections.Frozen;

namespace LiveTally.Local.Faults;

/// <summary>What can be made to go wrong. Each part of the local target draws only the kinds that begin with its name.</summary>
public static class FaultKinds
{
    /// <summary>A request to a container is answered 429. Amount: milliseconds of its retry-after.</summary>
    public const string CosmosThrottle = "cosmos.throttle";

    /// <summary>A request is answered 503.</summary>
    public const string CosmosUnavailable = "cosmos.unavailable";

    /// <summary>A write is answered 449, retry with.</summary>
    public const string CosmosRetryWith = "cosmos.retryWith";

    /// <summary>A request waits. Amount: milliseconds.</summary>
    public const string CosmosDelay = "cosmos.delay";

    /// <summary>The connection is cut before the request does anything.</summary>
    public const string CosmosCut = "cosmos.cut";

    /// <summary>The request is carried out and the connection is cut instead of an answer.</summary>
    public const string CosmosLostAnswer = "cosmos.lostAnswer";

    /// <summary>
    /// Just before a write with If-Match, a batch's included, its document is written again unchanged, as by another owner: the caller's ETag
    /// is stale and the write gets its 412.
    /// </summary>
    public const string CosmosStaleOwner = "cosmos.staleOwner";

    /// <summary>An append to an event hub fails; nothing is appended.</summary>
    public const string LogFail = "log.fail";

    /// <summary>An append is durable, and fails all the same.</summary>
    public const string LogLostAnswer = "log.lostAnswer";

    /// <summary>An append waits. Amount: milliseconds.</summary>
    public const string LogDelay = "log.delay";

    /// <summary>After a batch, events of the partition are delivered again from further back. Amount: how many events.</summary>
    public const string TriggerRedeliver = "trigger.redeliver";

    /// <summary>
    /// A second owner takes a partition from its checkpoint on while the first still works. Amount: milliseconds that both go on.
    /// </summary>
    public const string TriggerSteal = "trigger.steal";

    /// <summary>
    /// A batch of changes is delivered to its function twice. Amount: milliseconds until the second time, which then comes beside later changes
    /// or after them, as from an owner that does not know yet that it has lost its lease; 0: at once, before them.
    /// </summary>
    public const string FeedDuplicate = "feed.duplicate";

    /// <summary>A batch of changes is delivered late. Amount: milliseconds.</summary>
    public const string FeedDelay = "feed.delay";

    /// <summary>A message or a group action to a SignalR hub fails as a throttled or unreachable service makes it fail.</summary>
    public const string SignalRFail = "signalr.fail";

    /// <summary>
    /// The wall clock of the process is ahead, or behind by a negative amount. Amount: milliseconds. It is no chance to be drawn: it holds
    /// while the rule stands, on all of the process.
    /// </summary>
    public const string ClockStep = "clock.step";

    /// <summary>All kinds.</summary>
    public static FrozenSet<string> All { get; } = FrozenSet.Create(
        StringComparer.Ordinal,
        CosmosThrottle, CosmosUnavailable, CosmosRetryWith, CosmosDelay, CosmosCut, CosmosLostAnswer, CosmosStaleOwner,
        LogFail, LogLostAnswer, LogDelay,
        TriggerRedeliver, TriggerSteal,
        FeedDuplicate, FeedDelay,
        SignalRFail,
        ClockStep);
}

using Microsoft.Azure.Functions.Worker;

namespace LiveTally.Local.Functions.CosmosDb;

/// <summary>How a change feed processor polls and holds its leases.</summary>
internal sealed record ChangeFeedTiming(string InstanceName, TimeSpan Poll, TimeSpan Acquire, TimeSpan Expire, TimeSpan Renew)
{
    private const int DefaultPoll = 5_000;
    private const int DefaultAcquire = 13_000;
    private const int DefaultExpire = 60_000;
    private const int DefaultRenew = 17_000;

    /// <summary>
    /// At the local endpoint the answer is held until there is one, so a poll follows at once; and as no other process can use its store,
    /// the instance keeps its name and takes up its leases again at once, even after a kill.
    /// </summary>
    public static ChangeFeedTiming Of(CosmosDBTriggerAttribute attribute, bool isLocal) => isLocal
        ? new("local", Milliseconds(0, 1), Milliseconds(attribute.LeaseAcquireInterval, 1_000), Expiration(attribute), Renewal(attribute))
        : new(
            Guid.CreateVersion7().ToString(),
            Milliseconds(attribute.FeedPollDelay, DefaultPoll),
            Milliseconds(attribute.LeaseAcquireInterval, DefaultAcquire),
            Expiration(attribute),
            Renewal(attribute));

    private static TimeSpan Expiration(CosmosDBTriggerAttribute attribute) =>
        Milliseconds(attribute.LeaseExpirationInterval, DefaultExpire);

    private static TimeSpan Renewal(CosmosDBTriggerAttribute attribute) =>
        Milliseconds(attribute.LeaseRenewInterval, DefaultRenew);

    private static TimeSpan Milliseconds(int value, int otherwise) => TimeSpan.FromMilliseconds(value > 0 ? value : otherwise);
}

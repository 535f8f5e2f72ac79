using System.Threading.RateLimiting;

namespace LiveTally.Limits;

/// <summary>Token buckets of the framework, one for each key.</summary>
internal static class KeyedLimiters
{
    /// <summary>The library refills all buckets of a limiter ten times a second; a shorter period would only be rounded.</summary>
    private const int RefillsPerSecond = 10;

    /// <summary>A limiter that makes a key's bucket when it first sees the key, and drops one that nobody has taken from for 10 s since it was full.</summary>
    /// <param name="perSecond">Tokens that come back a second; 0: no limit.</param>
    /// <param name="burst">Tokens of a full bucket.</param>
    public static PartitionedRateLimiter<TKey> Create<TKey>(int perSecond, int burst)
        where TKey : notnull
    {
        if (perSecond == 0)
        {
            // One partition for all keys: those without a limiter are never dropped.
            var none = RateLimitPartition.GetNoLimiter(0);
            return PartitionedRateLimiter.Create<TKey, int>(_ => none);
        }

        var tokens = Math.Max(1, perSecond / RefillsPerSecond);
        var bucket = new TokenBucketRateLimiterOptions
        {
            TokenLimit = burst,
            TokensPerPeriod = tokens,
            ReplenishmentPeriod = TimeSpan.FromSeconds((double)tokens / perSecond),
            AutoReplenishment = false,
            QueueLimit = 0,
        };
        return PartitionedRateLimiter.Create<TKey, TKey>(key => RateLimitPartition.GetTokenBucketLimiter(key, _ => bucket));
    }
}

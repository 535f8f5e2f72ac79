using System.Globalization;
using LiveTally.Local.Functions.Http;
using Microsoft.Azure.Functions.Worker;

namespace LiveTally.Local.Functions.Hosting;

/// <summary>What a retry attribute asks for.</summary>
/// <param name="MaxRetryCount">-1: for ever.</param>
/// <param name="MinimumDelay">Pause before the first retry; each next one doubles it.</param>
/// <param name="MaximumDelay">No pause is longer.</param>
internal sealed record RetryPolicy(int MaxRetryCount, TimeSpan MinimumDelay, TimeSpan MaximumDelay)
{
    public static readonly RetryPolicy None = new(0, TimeSpan.Zero, TimeSpan.Zero);

    /// <exception cref="StartupException">The attribute asks for what no host does.</exception>
    public static RetryPolicy Of(string function, RetryAttribute? attribute, TriggerBinding trigger)
    {
        if (attribute is { MaxRetryCount: < -1 })
            throw StartupException.OfFunction(function, $"{attribute.MaxRetryCount} retries; -1 means for ever");
        if (attribute is not null && trigger is HttpTriggerBinding)
            throw StartupException.OfFunction(function, "a host does not retry what a request started");

        return attribute switch
        {
            FixedDelayRetryAttribute same => new(same.MaxRetryCount, Parse(same.DelayInterval), Parse(same.DelayInterval)),
            ExponentialBackoffRetryAttribute doubling =>
                new(doubling.MaxRetryCount, Parse(doubling.MinimumInterval), Parse(doubling.MaximumInterval)),
            _ => None,
        };
    }

    /// <summary>Whether the attempt that failed, counted from 0, is not the last.</summary>
    public bool AllowsAfter(int attempt) => MaxRetryCount < 0 || attempt < MaxRetryCount;

    /// <summary>The pause after the attempt that failed, counted from 0.</summary>
    public TimeSpan DelayAfter(int attempt)
    {
        var delay = MinimumDelay * Math.Pow(2, Math.Min(attempt, 30));
        return delay < MaximumDelay ? delay : MaximumDelay;
    }

    private static TimeSpan Parse(string interval) => TimeSpan.Parse(interval, CultureInfo.InvariantCulture);
}

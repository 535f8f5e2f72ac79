using System.Globalization;

namespace Microsoft.Azure.Functions.Worker;

/// <summary>Retries with a pause that doubles from the minimum up to the maximum.</summary>
public sealed class ExponentialBackoffRetryAttribute : RetryAttribute
{
    /// <exception cref="ArgumentOutOfRangeException">An interval is no time span of at least 0, or the minimum exceeds the maximum.</exception>
    public ExponentialBackoffRetryAttribute(int maxRetryCount, string minimumInterval, string maximumInterval)
    {
        var minimum = Parse(minimumInterval, nameof(minimumInterval));
        var maximum = Parse(maximumInterval, nameof(maximumInterval));
        ArgumentOutOfRangeException.ThrowIfGreaterThan(minimum, maximum, nameof(minimumInterval));

        MaxRetryCount = maxRetryCount;
        MinimumInterval = minimumInterval;
        MaximumInterval = maximumInterval;
    }

    public string MinimumInterval { get; }

    public string MaximumInterval { get; }

    private static TimeSpan Parse(string interval, string parameter) =>
        TimeSpan.TryParse(interval, CultureInfo.InvariantCulture, out var value) && value >= TimeSpan.Zero
            ? value
            : throw new ArgumentOutOfRangeException(parameter, interval, "Expected a time span of at least 0.");
}

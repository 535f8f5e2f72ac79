using System.Globalization;

namespace Microsoft.Azure.Functions.Worker;

/// <summary>Retries with the same pause before each attempt.</summary>
public sealed class FixedDelayRetryAttribute : RetryAttribute
{
    /// <exception cref="ArgumentOutOfRangeException"><paramref name="delayInterval"/> is not a time span of at least 0.</exception>
    public FixedDelayRetryAttribute(int maxRetryCount, string delayInterval)
    {
        if (!TimeSpan.TryParse(delayInterval, CultureInfo.InvariantCulture, out var delay) || delay < TimeSpan.Zero)
            throw new ArgumentOutOfRangeException(nameof(delayInterval), delayInterval, "Expected a time span of at least 0.");

        MaxRetryCount = maxRetryCount;
        DelayInterval = delayInterval;
    }

    public string DelayInterval { get; }
}

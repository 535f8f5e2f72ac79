using Microsoft.Azure.Functions.Worker;

namespace LiveTally.Local.Functions.Hosting;

internal sealed class RetryAttempt(int retryCount, int maxRetryCount) : RetryContext
{
    /// <summary>Of an invocation that is never tried again.</summary>
    public static readonly RetryAttempt None = new(0, 0);

    public override int RetryCount { get; } = retryCount;

    public override int MaxRetryCount { get; } = maxRetryCount;
}

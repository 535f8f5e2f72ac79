namespace Microsoft.Azure.Functions.Worker;

/// <summary>Where an invocation stands in its retries.</summary>
public abstract class RetryContext
{
    /// <summary>0 in the first attempt.</summary>
    public abstract int RetryCount { get; }

    /// <summary>As declared on the function; -1: for ever.</summary>
    public abstract int MaxRetryCount { get; }
}

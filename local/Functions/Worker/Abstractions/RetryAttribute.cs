namespace Microsoft.Azure.Functions.Worker;

/// <summary>What the host does when the function fails.</summary>
[AttributeUsage(AttributeTargets.Method)]
public abstract class RetryAttribute : Attribute
{
    public RetryAttribute()
    {
    }

    /// <summary>How often a failed invocation is tried again; -1: for ever.</summary>
    public int MaxRetryCount { get; set; }
}

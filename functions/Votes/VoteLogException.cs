using LiveTally.Operations;

namespace LiveTally.Votes;

/// <summary>The log did not take a vote: it must not be answered with 202.</summary>
/// <param name="message">What happened.</param>
/// <param name="overloaded">True when too much waits already, here or in the log; false when the log fails.</param>
/// <param name="inner">Why.</param>
public sealed class VoteLogException(string message, bool overloaded, Exception? inner = null) : Exception(message, inner)
{
    public bool Overloaded { get; } = overloaded;

    /// <summary>Whether the same append may succeed a moment later. It may be sent again even if it is not known to have failed.</summary>
    public bool Transient { get; init; }

    /// <summary>When it makes sense to try again; null: nobody knows.</summary>
    public TimeSpan? RetryAfter { get; init; }

    /// <summary>503 <c>overloaded</c> or <c>logUnavailable</c>.</summary>
    public Problem ToProblem() => new(Overloaded ? Errors.Overloaded : Errors.LogUnavailable) { RetryAfter = RetryAfter ?? TimeSpan.FromSeconds(1) };
}

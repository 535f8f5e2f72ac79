namespace LiveTally.Votes;

/// <summary>The vote log: an Event Hub, or the local target's log on disk.</summary>
public interface IVoteLog
{
    /// <summary>Name of the event hub.</summary>
    const string HubName = "votes";

    /// <summary>Number of partitions, fixed for as long as the process lives.</summary>
    /// <exception cref="VoteLogException">The log does not answer.</exception>
    ValueTask<int> GetPartitionCountAsync(CancellationToken cancellationToken);

    /// <summary>Appends events to a partition, all or none, and returns when they are durable.</summary>
    /// <exception cref="VoteLogException">Nothing was appended, as far as can be told.</exception>
    ValueTask AppendAsync(int partition, IReadOnlyList<ReadOnlyMemory<byte>> events, CancellationToken cancellationToken);
}

/// <summary>The log did not take a vote: it must not be answered with 202.</summary>
/// <param name="message">What happened.</param>
/// <param name="overloaded">True when too much waits already, here or in the log; false when the log fails.</param>
/// <param name="inner">Why.</param>
public sealed class VoteLogException(string message, bool overloaded, Exception? inner = null) : Exception(message, inner)
{
    public bool Overloaded { get; } = overloaded;
}

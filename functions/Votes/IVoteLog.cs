namespace LiveTally.Votes;

/// <summary>The vote log: an Event Hub, or the local target's log on disk.</summary>
public interface IVoteLog
{
    /// <summary>Name of the event hub.</summary>
    const string HubName = "votes";

    /// <summary>
    /// Most bytes of one append, where each event counts <see cref="EventOverhead"/> beside its own: with them it fits the 1 MiB that Event Hubs
    /// takes in one publication (decision 0009).
    /// </summary>
    const int MaxAppendBytes = 1_000_000;

    /// <summary>What an event may take on the wire beside its bytes: two AMQP data sections, and the trace context that the SDK may add.</summary>
    const int EventOverhead = 192;

    /// <summary>Number of partitions, fixed for as long as the process lives.</summary>
    /// <exception cref="VoteLogException">The log does not answer.</exception>
    ValueTask<int> GetPartitionCountAsync(CancellationToken cancellationToken);

    /// <summary>Appends events to a partition, all or none, and returns when they are durable.</summary>
    /// <exception cref="VoteLogException">Nothing was appended, as far as can be told.</exception>
    ValueTask AppendAsync(int partition, IReadOnlyList<ReadOnlyMemory<byte>> events, CancellationToken cancellationToken);
}

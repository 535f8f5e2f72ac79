namespace LiveTally.Votes;

/// <summary>Where the vote log's partitions end now: for measuring only.</summary>
public interface IVoteLogEnds
{
    /// <summary>How often it is worth asking.</summary>
    TimeSpan Interval { get; }

    /// <summary>Sequence number of the partition's newest event; -1 when it has none.</summary>
    /// <exception cref="VoteLogException">The log does not answer.</exception>
    ValueTask<long> LastSequenceNumberAsync(int partition, CancellationToken cancellationToken);
}

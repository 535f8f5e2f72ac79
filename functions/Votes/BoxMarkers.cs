namespace LiveTally.Votes;

/// <summary>
/// Puts markers for a poll's boxes into the log, one append a partition, past the queues in which votes wait: a poll must close however many there
/// are. The seal comes after every accepted vote all the same, by the time that it waits (decision 0005).
/// </summary>
public sealed class BoxMarkers(IVoteLog log)
{
    /// <summary>Returns when all are durable. They may be appended again: a box takes its first marker of each kind.</summary>
    /// <exception cref="VoteLogException">Some are not in the log, as far as can be told.</exception>
    public async Task AppendAsync(string pollId, IEnumerable<(int Box, byte[] Marker)> markers, CancellationToken cancellationToken)
    {
        var partitions = await log.GetPartitionCountAsync(cancellationToken);
        foreach (var group in markers.GroupBy(marker => VotePublisher.PartitionOf(pollId, marker.Box, partitions)))
            await log.AppendAsync(group.Key, [.. group.Select(marker => (ReadOnlyMemory<byte>)marker.Marker)], cancellationToken);
    }
}

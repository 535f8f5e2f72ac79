namespace LiveTally.Local.EventHubs;

/// <summary>An event as it stands in a partition.</summary>
/// <param name="SequenceNumber">Its number in the partition: from 0, without gaps.</param>
/// <param name="Offset">Its position in the log in bytes; grows within a partition, with gaps.</param>
/// <param name="EnqueuedTime">When it was written, UTC; never decreases within a partition.</param>
/// <param name="PartitionKey">The key that it was sent with, if any.</param>
/// <param name="Properties">The application properties that it was sent with, if any.</param>
/// <param name="Body">What was sent. Not to be written to: readers share it.</param>
public readonly record struct LoggedEvent(
    long SequenceNumber,
    long Offset,
    DateTimeOffset EnqueuedTime,
    string? PartitionKey,
    IReadOnlyDictionary<string, string>? Properties,
    ReadOnlyMemory<byte> Body);

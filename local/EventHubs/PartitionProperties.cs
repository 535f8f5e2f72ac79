namespace LiveTally.Local.EventHubs;

/// <summary>Where a partition begins and ends at one moment.</summary>
/// <param name="BeginningSequenceNumber">The oldest event left; the next number to be given when none is left.</param>
/// <param name="LastEnqueuedSequenceNumber">The newest event, even if retention has deleted it; -1 when there never was one.</param>
/// <param name="LastEnqueuedOffset">Offset of the newest event; -1 when there never was one.</param>
/// <param name="LastEnqueuedTime">When the newest event was written, UTC; <see langword="default"/> when there never was one.</param>
public readonly record struct PartitionProperties(
    long BeginningSequenceNumber,
    long LastEnqueuedSequenceNumber,
    long LastEnqueuedOffset,
    DateTimeOffset LastEnqueuedTime)
{
    /// <summary>Whether there is nothing to read.</summary>
    public bool IsEmpty => BeginningSequenceNumber > LastEnqueuedSequenceNumber;
}

namespace LiveTally.Local.EventHubs;

/// <summary>What a partition has to remember even when none of its events is left. Every segment begins with these.</summary>
internal readonly record struct PartitionTail(long NextSequenceNumber, long LastOffset, long LastTicks)
{
    public static PartitionTail Empty { get; } = new(0, -1, 0);
}

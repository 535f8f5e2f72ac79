namespace LiveTally.Local.EventHubs;

/// <summary>Where a block of one partition lies in the log.</summary>
internal readonly record struct BlockEntry(long FirstSequenceNumber, long Position, int Length, int Count);

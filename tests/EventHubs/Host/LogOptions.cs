using LiveTally.Local.EventHubs;

namespace LiveTally.Tests.EventHubs.Host;

/// <summary>The log that this program writes and its tests read.</summary>
public static class LogOptions
{
    /// <summary>In segments so small that some kills hit the making of a new one.</summary>
    public static EventLogOptions In(string directory) =>
        new() { DataDirectory = directory, PartitionCount = 4, SegmentBytes = 512 << 10 };
}

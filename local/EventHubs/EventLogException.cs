namespace LiveTally.Local.EventHubs;

/// <summary>Why an <see cref="EventLog"/> could not do its work.</summary>
public enum EventLogError
{
    /// <summary>Too many bytes wait for the disk. Nothing was appended; try again later.</summary>
    Busy,

    /// <summary>The disk refused the write, for example because it is full. Nothing was appended; the log stays open.</summary>
    DiskRefused,

    /// <summary>After an earlier failure the log cannot tell what is on disk and takes no more appends until it is opened anew.</summary>
    Closed,

    /// <summary>The append is on disk and its answer was lost. Only a fault on demand does this; with Event Hubs the network does.</summary>
    AnswerLost,

    /// <summary>A record that had been acknowledged fails its checksum or is missing. The message names file and position.</summary>
    Corrupt,

    /// <summary>The log on disk was made with another number of partitions.</summary>
    PartitionCount,
}

/// <summary>An <see cref="EventLog"/> could not append, read or open.</summary>
public sealed class EventLogException(EventLogError error, string message, Exception? innerException = null)
    : IOException(message, innerException)
{
    /// <summary>What went wrong.</summary>
    public EventLogError Error { get; } = error;
}

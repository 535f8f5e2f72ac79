using System.ComponentModel.DataAnnotations;
using LiveTally.Local.Faults;

namespace LiveTally.Local.EventHubs;

/// <summary>Settings of an <see cref="EventLog"/>.</summary>
public sealed record EventLogOptions
{
    /// <summary>Folder of the segments, the checkpoints and the lock file; created when it is missing.</summary>
    [Required]
    public required string DataDirectory { get; init; }

    /// <summary>Name of the event hub that the log stands in for; faults are drawn by it.</summary>
    /// <value>votes</value>
    [Required]
    public string EventHubName { get; init; } = "votes";

    /// <summary>What makes appends fail on demand; <see langword="null"/>: nothing does.</summary>
    public FaultInjector? Faults { get; init; }

    /// <summary>Number of partitions. Fixed once the log exists, as with an event hub.</summary>
    /// <value>32</value>
    [Range(1, 1024)]
    public int PartitionCount { get; init; } = 32;

    /// <summary>Size in bytes at which a segment is complete and the next one begins.</summary>
    /// <value>64 MiB</value>
    [Range(4096, 1L << 30)]
    public long SegmentBytes { get; init; } = 64L << 20;

    /// <summary>
    /// Complete segments go, oldest first, as long as at least this many bytes of the log remain; <see langword="null"/>: all are kept.
    /// </summary>
    [Range(0, long.MaxValue)]
    public long? RetentionBytes { get; init; }

    /// <summary>
    /// Complete segments go once their newest event is older than this; <see langword="null"/>: all are kept. A segment is then complete
    /// at a quarter of this age at the latest, so that events go when they are a quarter older, and a minute, even if none follow.
    /// </summary>
    public TimeSpan? Retention { get; init; }

    /// <summary>Bytes of events that may wait for the disk; beyond it an append fails with <see cref="EventLogError.Busy"/>.</summary>
    /// <value>64 MiB</value>
    [Range(EventLog.MaxAppendBytes, 1L << 28)]
    public long MaxPendingBytes { get; init; } = 64L << 20;

    /// <summary>Bytes of the newest events kept in memory, so that a reader at the tail touches no file; 0 turns it off.</summary>
    /// <value>32 MiB</value>
    [Range(0, 1L << 40)]
    public long CacheBytes { get; init; } = 32L << 20;

    internal void Validate()
    {
        Validator.ValidateObject(this, new ValidationContext(this), validateAllProperties: true);
        if (Retention <= TimeSpan.Zero)
            throw new ValidationException($"{nameof(Retention)} must be positive, or null to keep everything.");
    }
}

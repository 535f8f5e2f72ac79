using System.Collections.Concurrent;
using System.Text.RegularExpressions;

namespace LiveTally.Local.EventHubs;

/// <summary>
/// The last sequence number that each consumer group has processed in each partition. A checkpoint survives the death of the process but
/// is not synced to the disk each time: after a power failure an older one is found, and events are delivered again.
/// </summary>
public sealed partial class CheckpointStore
{
    private const string Extension = ".checkpoints";

    private readonly string directory;
    private readonly int partitionCount;
    private readonly ConcurrentDictionary<string, Lazy<CheckpointFile>> files = new(StringComparer.Ordinal);

    internal CheckpointStore(string directory, int partitionCount)
    {
        this.directory = Directory.CreateDirectory(directory).FullName;
        this.partitionCount = partitionCount;
    }

    /// <summary>The last sequence number processed; <see langword="null"/> if the group has not written one.</summary>
    /// <exception cref="ArgumentException">The consumer group is not named as Event Hubs allows.</exception>
    /// <exception cref="EventLogException"><see cref="EventLogError.Corrupt"/>: the file was damaged; the message names it.</exception>
    public ValueTask<long?> ReadAsync(string consumerGroup, int partition) => new(FileOf(consumerGroup, partition).Read(partition));

    /// <summary>Remembers the last sequence number processed; an earlier one than before is taken too, to process events again.</summary>
    /// <inheritdoc cref="ReadAsync" path="/exception"/>
    public ValueTask WriteAsync(string consumerGroup, int partition, long sequenceNumber)
    {
        ArgumentOutOfRangeException.ThrowIfNegative(sequenceNumber);
        FileOf(consumerGroup, partition).Write(partition, sequenceNumber);
        return ValueTask.CompletedTask;
    }

    /// <summary>Remembers it unless the group is further already: for an owner that may no longer be the right one.</summary>
    /// <inheritdoc cref="ReadAsync" path="/exception"/>
    public ValueTask WriteIfLaterAsync(string consumerGroup, int partition, long sequenceNumber)
    {
        ArgumentOutOfRangeException.ThrowIfNegative(sequenceNumber);
        FileOf(consumerGroup, partition).WriteIfLater(partition, sequenceNumber);
        return ValueTask.CompletedTask;
    }

    /// <summary>Reads the checkpoints of all groups, so that damage shows at the start and not when a partition is first read.</summary>
    /// <inheritdoc cref="ReadAsync" path="/exception"/>
    public void Check()
    {
        foreach (var path in Directory.EnumerateFiles(directory, "*" + Extension))
        {
            if (ConsumerGroupName().IsMatch(Path.GetFileNameWithoutExtension(path)))
                _ = FileOf(Path.GetFileNameWithoutExtension(path), 0);
        }
    }

    internal void Dispose()
    {
        foreach (var file in files.Values.Where(f => f.IsValueCreated))
            file.Value.Dispose();
    }

    private CheckpointFile FileOf(string consumerGroup, int partition)
    {
        ArgumentOutOfRangeException.ThrowIfGreaterThanOrEqual((uint)partition, (uint)partitionCount, nameof(partition));
        if (!ConsumerGroupName().IsMatch(consumerGroup))
            throw new ArgumentException($"Not the name of a consumer group: {consumerGroup}", nameof(consumerGroup));
        return files.GetOrAdd(consumerGroup, name => new Lazy<CheckpointFile>(() => Open(name))).Value;
    }

    private CheckpointFile Open(string consumerGroup) => new(Path.Combine(directory, consumerGroup + Extension), partitionCount);

    [GeneratedRegex(@"^(\$Default|[A-Za-z0-9][A-Za-z0-9._-]{0,49})\z")]
    private static partial Regex ConsumerGroupName();
}

using Microsoft.Extensions.Logging;
using Microsoft.Win32.SafeHandles;

namespace LiveTally.Local.EventHubs;

/// <summary>
/// A partitioned, append-only, durable log that stands in for an event hub. All members may be called from any thread.
/// </summary>
public sealed class EventLog : IAsyncDisposable
{
    /// <summary>Bytes that one append may take: its bodies, and for each event its key and 6 bytes. 1 MiB, as with Event Hubs.</summary>
    public const int MaxAppendBytes = 1 << 20;

    private const int MaxKeyLength = 128;

    private readonly SafeFileHandle directoryLock;
    private readonly SegmentList segments;
    private readonly PartitionIndex[] partitions;
    private readonly BlockReader reader;
    private readonly AppendQueue queue;
    private readonly Committer committer;
    private readonly AppendFaults? faults;
    private volatile bool disposed;

    private EventLog(EventLogOptions options, SafeFileHandle directoryLock, ILogger logger, TimeProvider timeProvider)
    {
        this.directoryLock = directoryLock;
        Checkpoints = new CheckpointStore(Path.Combine(options.DataDirectory, "checkpoints"), options.PartitionCount);
        (segments, partitions) = Recovery.Run(options.DataDirectory, options, logger);
        var retention = new Retention(options, segments, partitions, logger, timeProvider);
        retention.Apply();
        var cache = new TailCache(options.CacheBytes);
        reader = new BlockReader(cache, segments);
        queue = new AppendQueue(options.MaxPendingBytes);
        faults = options.Faults is { } injector ? new AppendFaults(injector, options.EventHubName, timeProvider) : null;
        committer = new Committer(options, queue, segments, partitions, cache, retention, logger, timeProvider);
        Log.Opened(logger, options.DataDirectory, partitions.Sum(p => p.Tail.NextSequenceNumber), partitions.Length);
    }

    /// <summary>Number of partitions; they are numbered from 0.</summary>
    public int PartitionCount => partitions.Length;

    /// <summary>How far the consumer groups have come.</summary>
    public CheckpointStore Checkpoints { get; }

    /// <summary>Who reads which partition, within this process.</summary>
    public PartitionLeases Leases { get; } = new();

    /// <summary>Why the log takes no more appends until it is opened anew; <see langword="null"/> as long as it does.</summary>
    public EventLogException? ClosedBy => committer.ClosedBy;

    /// <summary>Opens the log in its directory, or makes it. A torn tail, left by a killed process, is cut off and logged.</summary>
    /// <exception cref="IOException">The directory cannot be written or is open already; the message names it.</exception>
    /// <exception cref="EventLogException">The log is damaged elsewhere, or has another number of partitions.</exception>
    /// <exception cref="System.ComponentModel.DataAnnotations.ValidationException">An option is out of range.</exception>
    public static EventLog Open(EventLogOptions options, ILogger<EventLog> logger, TimeProvider timeProvider)
    {
        options.Validate();
        var directoryLock = DirectoryLock.Take(options.DataDirectory);
        try
        {
            return new EventLog(options, directoryLock, logger, timeProvider);
        }
        catch
        {
            directoryLock.Dispose();
            throw;
        }
    }

    /// <inheritdoc cref="AppendAsync(int, IReadOnlyList{ReadOnlyMemory{byte}}, EventAttributes, CancellationToken)"/>
    public ValueTask<long> AppendAsync(int partition, IReadOnlyList<ReadOnlyMemory<byte>> events, CancellationToken cancellationToken) =>
        AppendAsync(partition, events, default, cancellationToken);

    /// <summary>
    /// Appends events, all or none, with consecutive sequence numbers. Completes when they are on disk; await it exactly once.
    /// The memory of the events is free again as soon as the call returns.
    /// </summary>
    /// <param name="partition">0 to <see cref="PartitionCount"/> - 1.</param>
    /// <param name="events">At least one, <see cref="MaxAppendBytes"/> at most in all.</param>
    /// <param name="attributes">What to keep with each event.</param>
    /// <param name="cancellationToken">Honoured until the append goes to the disk; after that its end is awaited.</param>
    /// <returns>The sequence number of the first event.</returns>
    /// <exception cref="EventLogException">
    /// <see cref="EventLogError.Busy"/>, at once, if too much waits; <see cref="EventLogError.DiskRefused"/> if nothing could be appended;
    /// <see cref="EventLogError.Closed"/> if the log cannot tell and takes no more.
    /// </exception>
    public ValueTask<long> AppendAsync(
        int partition, IReadOnlyList<ReadOnlyMemory<byte>> events, EventAttributes attributes, CancellationToken cancellationToken)
    {
        CheckPartition(partition);
        ArgumentOutOfRangeException.ThrowIfZero(events.Count, nameof(events));
        if (attributes.PartitionKey?.Length > MaxKeyLength)
            throw new ArgumentException($"A partition key has at most {MaxKeyLength} characters.", nameof(attributes));
        var properties = EventProperties.Write(attributes.Properties);
        var length = EventCodec.EncodedBytes(events, attributes.PartitionKey, properties);
        if (length > MaxAppendBytes)
            throw new ArgumentException($"An append takes at most {MaxAppendBytes} bytes; this one takes {length}.", nameof(events));
        if (cancellationToken.IsCancellationRequested)
            return ValueTask.FromCanceled<long>(cancellationToken);

        return faults is null
            ? Enqueue(partition, events, attributes.PartitionKey, properties, (int)length, cancellationToken)
            : faults.AppendAsync(events, bodies => Enqueue(partition, bodies, attributes.PartitionKey, properties, (int)length, cancellationToken), cancellationToken);
    }

    /// <summary>
    /// Reads events in order from a sequence number on, or from the oldest that is left; none if there are none yet.
    /// </summary>
    /// <exception cref="EventLogException"><see cref="EventLogError.Corrupt"/>: the file was damaged after the log was opened.</exception>
    public async ValueTask<IReadOnlyList<LoggedEvent>> ReadAsync(
        int partition, long fromSequenceNumber, int maxEvents, CancellationToken cancellationToken)
    {
        CheckPartition(partition);
        ArgumentOutOfRangeException.ThrowIfNegative(fromSequenceNumber);
        ArgumentOutOfRangeException.ThrowIfLessThan(maxEvents, 1);
        while (true)
        {
            ObjectDisposedException.ThrowIf(disposed, this);
            var events = new List<LoggedEvent>();
            var complete = true;
            foreach (var entry in partitions[partition].Find(fromSequenceNumber, maxEvents))
            {
                if (await reader.ReadAsync(entry, cancellationToken) is not { } block)
                {
                    complete = false;
                    break;
                }

                EventCodec.Decode(block.Bytes, block.Header, fromSequenceNumber, maxEvents, events);
            }

            // Otherwise retention was faster; what it left is asked for again.
            if (complete)
                return events;
        }
    }

    /// <summary>Completes when an event with that sequence number, or a later one, can be read.</summary>
    /// <exception cref="ObjectDisposedException">The log was disposed meanwhile.</exception>
    public async ValueTask WaitAsync(int partition, long sequenceNumber, CancellationToken cancellationToken)
    {
        CheckPartition(partition);
        ObjectDisposedException.ThrowIf(disposed, this);
        while (partitions[partition].WhenAdded(sequenceNumber) is { } added)
            await added.WaitAsync(cancellationToken);
    }

    /// <summary>The first event written at or after a time; if there is none, the number that the next event will have.</summary>
    public async ValueTask<long> FindSequenceNumberAsync(int partition, DateTimeOffset enqueuedTime, CancellationToken cancellationToken)
    {
        CheckPartition(partition);
        ObjectDisposedException.ThrowIf(disposed, this);
        var next = partitions[partition].Tail.NextSequenceNumber;
        var blocks = partitions[partition].Snapshot();
        int low = 0, high = blocks.Length;
        while (low < high)
        {
            var middle = (low + high) / 2;

            // A block that retention has deleted meanwhile is older than all that are left.
            var block = await reader.ReadAsync(blocks[middle], cancellationToken);
            if (block?.Header.EnqueuedTicks >= enqueuedTime.UtcTicks)
                high = middle;
            else
                low = middle + 1;
        }

        return low < blocks.Length ? blocks[low].FirstSequenceNumber : next;
    }

    /// <summary>Where the partition begins and ends now.</summary>
    public PartitionProperties GetProperties(int partition)
    {
        CheckPartition(partition);
        return partitions[partition].Properties;
    }

    /// <summary>Takes no more appends, finishes those under way, ends all waiting, and releases the directory.</summary>
    public async ValueTask DisposeAsync()
    {
        disposed = true;
        queue.Complete();
        await committer.Stopped;
        foreach (var partition in partitions)
            partition.Fail(new ObjectDisposedException(nameof(EventLog)));
        Checkpoints.Dispose();
        segments.Dispose();
        directoryLock.Dispose();
    }

    private ValueTask<long> Enqueue(
        int partition, IReadOnlyList<ReadOnlyMemory<byte>> events, string? partitionKey, byte[]? properties, int length, CancellationToken cancellationToken)
    {
        var append = PendingAppend.Rent(partition, events, partitionKey, properties, length, cancellationToken);
        var task = append.Task;
        if (queue.TryEnqueue(append) is { } refusal)
            append.Fail(RefusalOf(refusal));
        return task;
    }

    private Exception RefusalOf(EventLogError refusal) => refusal switch
    {
        EventLogError.Busy => new EventLogException(EventLogError.Busy, "Too many bytes wait for the disk; nothing was appended."),
        _ when committer.ClosedBy is { } reason => reason,
        _ => new ObjectDisposedException(nameof(EventLog)),
    };

    private void CheckPartition(int partition) =>
        ArgumentOutOfRangeException.ThrowIfGreaterThanOrEqual((uint)partition, (uint)partitions.Length, nameof(partition));
}

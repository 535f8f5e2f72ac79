using System.Buffers;
using System.Collections.Concurrent;
using System.Threading.Tasks.Sources;

namespace LiveTally.Local.EventHubs;

/// <summary>An append on its way to the disk. Pooled: it goes back when its result is taken, which a ValueTask allows only once.</summary>
internal sealed class PendingAppend : IValueTaskSource<long>
{
    private const int MaxPooled = 4096;

    private static readonly ConcurrentQueue<PendingAppend> Pool = new();
    private static int pooled;

    private ManualResetValueTaskSourceCore<long> core = new() { RunContinuationsAsynchronously = true };
    private byte[] buffer = [];

    public int Partition { get; private set; }

    public int Count { get; private set; }

    public int Length { get; private set; }

    /// <summary>Start of the last event within <see cref="Encoded"/>.</summary>
    public int LastEventStart { get; private set; }

    public CancellationToken CancellationToken { get; private set; }

    public ReadOnlySpan<byte> Encoded => buffer.AsSpan(0, Length);

    public ValueTask<long> Task => new(this, core.Version);

    /// <summary>Copies the events, so that the caller may reuse its memory and cannot change what the checksum covers.</summary>
    public static PendingAppend Rent(
        int partition, IReadOnlyList<ReadOnlyMemory<byte>> events, string? key, byte[]? properties, int length, CancellationToken cancellationToken)
    {
        if (Pool.TryDequeue(out var append))
            Interlocked.Decrement(ref pooled);
        else
            append = new PendingAppend();
        append.buffer = ArrayPool<byte>.Shared.Rent(length);
        append.Partition = partition;
        append.Count = events.Count;
        append.Length = length;
        append.CancellationToken = cancellationToken;
        append.LastEventStart = EventCodec.Encode(events, key, properties, append.buffer.AsSpan(0, length));
        return append;
    }

    public void Complete(long firstSequenceNumber)
    {
        ReturnBuffer();
        core.SetResult(firstSequenceNumber);
    }

    public void Fail(Exception exception)
    {
        ReturnBuffer();
        core.SetException(exception);
    }

    public long GetResult(short token)
    {
        try
        {
            return core.GetResult(token);
        }
        finally
        {
            core.Reset();
            CancellationToken = default;
            if (Interlocked.Increment(ref pooled) <= MaxPooled)
                Pool.Enqueue(this);
            else
                Interlocked.Decrement(ref pooled);
        }
    }

    public ValueTaskSourceStatus GetStatus(short token) => core.GetStatus(token);

    public void OnCompleted(Action<object?> continuation, object? state, short token, ValueTaskSourceOnCompletedFlags flags) =>
        core.OnCompleted(continuation, state, token, flags);

    private void ReturnBuffer()
    {
        ArrayPool<byte>.Shared.Return(buffer);
        buffer = [];
    }
}

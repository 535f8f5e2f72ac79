using System.Diagnostics;
using System.Threading.Channels;
using LiveTally.Operations;

namespace LiveTally.Votes;

/// <summary>What waits for one partition of the log, and the loop that sends it.</summary>
internal sealed class PartitionLane : IAsyncDisposable
{
    // Event Hubs takes 1 MB in one publication, its own framing included.
    private const int MaxAppendBytes = 900_000;

    private readonly int _partition;
    private readonly IVoteLog _log;
    private readonly int _maxAppend;
    private readonly Channel<Waiting> _waiting;
    private readonly Task _sending;

    public PartitionLane(int partition, IVoteLog log, VotingOptions options)
    {
        _partition = partition;
        _log = log;
        _maxAppend = options.MaxAppend;
        _waiting = Channel.CreateBounded<Waiting>(new BoundedChannelOptions(options.MaxWaiting) { SingleReader = true });
        _sending = SendAsync();
    }

    public Task PublishAsync(ReadOnlyMemory<byte> logEvent)
    {
        var waiting = new Waiting(logEvent);
        return _waiting.Writer.TryWrite(waiting)
            ? waiting.Task
            : Task.FromException(new VoteLogException($"Too many votes wait for partition {_partition}.", overloaded: true));
    }

    public async ValueTask DisposeAsync()
    {
        _waiting.Writer.TryComplete();
        await _sending;
    }

    private async Task SendAsync()
    {
        var batch = new List<Waiting>();
        var events = new List<ReadOnlyMemory<byte>>();
        while (await _waiting.Reader.WaitToReadAsync())
        {
            for (var bytes = 0; batch.Count < _maxAppend && bytes < MaxAppendBytes && _waiting.Reader.TryRead(out var next);)
            {
                batch.Add(next);
                events.Add(next.Event);
                bytes += next.Event.Length;
            }

            try
            {
                await AppendAsync(batch, events);
                foreach (var sent in batch)
                    sent.SetResult();
            }
            catch (Exception e)
            {
                var failure = e as VoteLogException ?? new VoteLogException("The vote log failed.", overloaded: false, e);
                foreach (var unsent in batch)
                    unsent.SetException(failure);
            }

            batch.Clear();
            events.Clear();
        }
    }

    private async Task AppendAsync(List<Waiting> batch, List<ReadOnlyMemory<byte>> events)
    {
        using var span = Traces.Start("votes append", ActivityKind.Producer, batch.Select(waiting => waiting.TraceParent));
        span.Describe("send", _partition, batch.Count);
        try
        {
            // Not the caller's token: an append serves many, and a vote whose voter has left is still a vote.
            await _log.AppendAsync(_partition, events, CancellationToken.None);
        }
        catch (Exception e)
        {
            span.Fail(e);
            throw;
        }

        Telemetry.VotesAccepted.Add(batch.Count);
        Telemetry.AppendSize.Record(batch.Count);
    }

    private sealed class Waiting(ReadOnlyMemory<byte> logEvent) : TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously)
    {
        public ReadOnlyMemory<byte> Event { get; } = logEvent;

        public string? TraceParent { get; } = Traces.Current;
    }
}

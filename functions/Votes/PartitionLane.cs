using System.Diagnostics;
using LiveTally.Operations;

namespace LiveTally.Votes;

/// <summary>What waits for one partition of the log, and the loop that sends it, one append at a time and so in order.</summary>
internal sealed class PartitionLane(int partition, IVoteLog log, VotingOptions options, Backlog backlog, TimeProvider time) : IThreadPoolWorkItem, IAsyncDisposable
{
    private static readonly VoteLogException Full = new("Too many votes wait for the log.", overloaded: true);
    private static readonly VoteLogException Late = new("The votes before this one took too long.", overloaded: false);
    private static readonly VoteLogException Closed = new("The process ends.", overloaded: false);

    private readonly Lock _gate = new();
    private readonly Queue<WaitingVote> _waiting = new();
    private readonly TaskCompletionSource _drained = new(TaskCreationOptions.RunContinuationsAsynchronously);

    // Of the loop alone.
    private readonly List<WaitingVote> _batch = [];
    private readonly List<WaitingVote> _late = [];
    private readonly List<ReadOnlyMemory<byte>> _events = [];

    private bool _sending;
    private bool _closed;

    /// <summary>Null once the event is durable, else why it is not: a value, since a refusal must cost little.</summary>
    public Task<VoteLogException?> PublishAsync(ReadOnlyMemory<byte> logEvent)
    {
        ArgumentOutOfRangeException.ThrowIfGreaterThan(logEvent.Length, IVoteLog.MaxAppendBytes - IVoteLog.EventOverhead, nameof(logEvent));
        if (!backlog.TryAdd(logEvent.Length))
            return Task.FromResult<VoteLogException?>(Full);

        var vote = new WaitingVote(logEvent, time.GetTimestamp());
        if (Enqueue(vote, out var start) is { } refusal)
        {
            backlog.Remove(1, logEvent.Length);
            return Task.FromResult<VoteLogException?>(refusal);
        }

        // Without the caller's context: the loop outlives the request that starts it, and no append is that request's alone.
        if (start)
            ThreadPool.UnsafeQueueUserWorkItem(this, preferLocal: false);
        return vote.Task;
    }

    /// <summary>Takes no more, and waits for what it has taken.</summary>
    public async ValueTask DisposeAsync()
    {
        lock (_gate)
        {
            _closed = true;
            if (!_sending)
                _drained.TrySetResult();
        }

        await _drained.Task;
    }

    void IThreadPoolWorkItem.Execute() => _ = SendAsync();

    private VoteLogException? Enqueue(WaitingVote vote, out bool start)
    {
        lock (_gate)
        {
            start = false;
            if (_closed)
                return Closed;
            if (_waiting.Count >= options.MaxWaiting)
                return Full;
            _waiting.Enqueue(vote);
            start = !_sending;
            _sending = true;
            return null;
        }
    }

    private async Task SendAsync()
    {
        while (Take())
        {
            var failure = _batch.Count == 0 ? null : await AppendAsync();
            Finish(_batch, failure);
            Finish(_late, Late);
            _events.Clear();
        }
    }

    /// <summary>Takes as much as one append may hold; false, and the loop ends, when nothing waits.</summary>
    private bool Take()
    {
        var bytes = 0;
        lock (_gate)
        {
            while (_batch.Count < options.MaxAppend && _waiting.TryPeek(out var next) && (bytes += next.Event.Length + IVoteLog.EventOverhead) <= IVoteLog.MaxAppendBytes)
            {
                // Nobody would get a 202 for it any more (decision 0005).
                var late = time.GetElapsedTime(next.Since) > options.MaxAppendTime;
                (late ? _late : _batch).Add(_waiting.Dequeue());
            }

            if (_batch.Count > 0 || _late.Count > 0)
                return true;
            _sending = false;
            if (_closed)
                _drained.TrySetResult();
            return false;
        }
    }

    private async ValueTask<VoteLogException?> AppendAsync()
    {
        foreach (var vote in _batch)
            _events.Add(vote.Event);
        using var span = Traces.Start("votes append", ActivityKind.Producer, _batch.Select(vote => vote.TraceParent));
        span.Describe("send", partition, _batch.Count);
        try
        {
            // Not a caller's token: an append serves many, and a vote whose voter has left is still a vote.
            await log.AppendAsync(partition, _events, CancellationToken.None);
            Telemetry.AppendSize.Record(_batch.Count);
            return null;
        }
        catch (Exception e)
        {
            span.Fail(e);
            return e as VoteLogException ?? new VoteLogException("The vote log failed.", overloaded: false, e);
        }
    }

    private void Finish(List<WaitingVote> votes, VoteLogException? result)
    {
        var bytes = 0L;
        foreach (var vote in votes)
        {
            bytes += vote.Event.Length;
            vote.SetResult(result);
        }

        backlog.Remove(votes.Count, bytes);
        votes.Clear();
    }
}

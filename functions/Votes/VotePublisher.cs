using System.IO.Hashing;
using System.Text;
using Microsoft.Extensions.Options;

namespace LiveTally.Votes;

/// <summary>
/// Group commit on demand: votes that arrive while an append to their partition is under way leave together in the next one. A lone vote
/// leaves at once. What waits is bounded, for each partition and in all.
/// </summary>
public sealed class VotePublisher(IVoteLog log, IOptions<VotingOptions> options, TimeProvider time) : IAsyncDisposable
{
    private readonly Lock _starting = new();
    private readonly Backlog _backlog = new(options.Value);
    private volatile PartitionLane[]? _lanes;

    /// <summary>The log partition of a box: the boxes of one poll go round all partitions, starting where the poll's id says.</summary>
    public static int PartitionOf(string pollId, int box, int partitions)
    {
        Span<byte> ascii = stackalloc byte[64];
        var length = Encoding.ASCII.GetBytes(pollId, ascii);
        return (int)((XxHash32.HashToUInt32(ascii[..length]) + (uint)box) % (uint)partitions);
    }

    /// <summary>Null once the event is durable in the log; else why it is not, as far as can be told.</summary>
    public ValueTask<VoteLogException?> PublishAsync(string pollId, int box, ReadOnlyMemory<byte> logEvent, CancellationToken cancellationToken) =>
        _lanes is { } lanes
            ? new(lanes[PartitionOf(pollId, box, lanes.Length)].PublishAsync(logEvent))
            : StartAndPublishAsync(pollId, box, logEvent, cancellationToken);

    /// <summary>Waits until everything that was taken is in the log, or has failed.</summary>
    public async ValueTask DisposeAsync()
    {
        foreach (var lane in _lanes ?? [])
            await lane.DisposeAsync();
    }

    private async ValueTask<VoteLogException?> StartAndPublishAsync(string pollId, int box, ReadOnlyMemory<byte> logEvent, CancellationToken cancellationToken)
    {
        try
        {
            Start(await log.GetPartitionCountAsync(cancellationToken));
        }
        catch (VoteLogException e)
        {
            return e;
        }

        return await PublishAsync(pollId, box, logEvent, cancellationToken);
    }

    private void Start(int partitions)
    {
        lock (_starting)
            _lanes ??= [.. Enumerable.Range(0, partitions).Select(partition => new PartitionLane(partition, log, options.Value, _backlog, time))];
    }
}

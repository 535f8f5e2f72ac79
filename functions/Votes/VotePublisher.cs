using System.IO.Hashing;
using System.Text;
using Microsoft.Extensions.Options;

namespace LiveTally.Votes;

/// <summary>
/// Group commit on demand: votes that arrive while an append to their partition is under way leave together in the next one. A lone vote
/// leaves at once. What waits is bounded.
/// </summary>
public sealed class VotePublisher(IVoteLog log, IOptions<VotingOptions> options) : IAsyncDisposable
{
    private readonly Lock _starting = new();
    private volatile PartitionLane[]? _lanes;

    /// <summary>The log partition of a box: the boxes of one poll go round all partitions, starting where the poll's id says.</summary>
    public static int PartitionOf(string pollId, int box, int partitions) =>
        (int)((XxHash32.HashToUInt32(Encoding.ASCII.GetBytes(pollId)) + (uint)box) % (uint)partitions);

    /// <summary>Completes when the event is durable in the log.</summary>
    /// <exception cref="VoteLogException">The event is not in the log, as far as can be told.</exception>
    public async ValueTask PublishAsync(string pollId, int box, ReadOnlyMemory<byte> logEvent, CancellationToken cancellationToken)
    {
        var lanes = _lanes ?? Start(await log.GetPartitionCountAsync(cancellationToken));
        await lanes[PartitionOf(pollId, box, lanes.Length)].PublishAsync(logEvent);
    }

    /// <summary>Waits until everything that was taken is in the log, or has failed.</summary>
    public async ValueTask DisposeAsync()
    {
        foreach (var lane in _lanes ?? [])
            await lane.DisposeAsync();
    }

    private PartitionLane[] Start(int partitions)
    {
        lock (_starting)
            return _lanes ??= [.. Enumerable.Range(0, partitions).Select(partition => new PartitionLane(partition, log, options.Value))];
    }
}

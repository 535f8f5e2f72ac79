using LiveTally.Local.EventHubs;
using LiveTally.Votes;

namespace LiveTally.Targets;

/// <summary>The vote log on this machine: a file, synced before an append completes.</summary>
internal sealed class LocalVoteLog(EventLog log) : IVoteLog
{
    public ValueTask<int> GetPartitionCountAsync(CancellationToken cancellationToken) =>
        log.ClosedBy is { } reason
            ? ValueTask.FromException<int>(new VoteLogException(reason.Message, overloaded: false, reason))
            : ValueTask.FromResult(log.PartitionCount);

    public async ValueTask AppendAsync(int partition, IReadOnlyList<ReadOnlyMemory<byte>> events, CancellationToken cancellationToken)
    {
        try
        {
            await log.AppendAsync(partition, events, cancellationToken);
        }
        catch (EventLogException e)
        {
            throw new VoteLogException("The log did not take the votes: " + e.Message, e.Error == EventLogError.Busy, e)
            {
                Transient = e.Error is EventLogError.Busy or EventLogError.DiskRefused or EventLogError.AnswerLost,
            };
        }
        catch (ObjectDisposedException e)
        {
            throw new VoteLogException("The log is closed; the process ends.", overloaded: false, e);
        }
    }
}

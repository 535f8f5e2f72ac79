using LiveTally.Local.EventHubs;
using LiveTally.Votes;

namespace LiveTally.Targets;

/// <summary>Where the log on this machine ends.</summary>
internal sealed class LocalVoteLogEnds(EventLog log) : IVoteLogEnds
{
    public TimeSpan Interval => TimeSpan.FromSeconds(1);

    public ValueTask<long> LastSequenceNumberAsync(int partition, CancellationToken cancellationToken) =>
        ValueTask.FromResult(log.GetProperties(partition).LastEnqueuedSequenceNumber);
}

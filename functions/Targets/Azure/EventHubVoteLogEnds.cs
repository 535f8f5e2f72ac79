using Azure.Messaging.EventHubs.Producer;
using LiveTally.Operations;
using LiveTally.Votes;

namespace LiveTally.Targets;

/// <summary>Where the event hub's partitions end.</summary>
internal sealed class EventHubVoteLogEnds(EventHubProducerClient producer) : IVoteLogEnds
{
    public TimeSpan Interval => TimeSpan.FromSeconds(10);

    public async ValueTask<long> LastSequenceNumberAsync(int partition, CancellationToken cancellationToken)
    {
        try
        {
            var properties = await producer.GetPartitionPropertiesAsync(Partitions.Name(partition), cancellationToken);
            return properties.LastEnqueuedSequenceNumber;
        }
        catch (Exception e) when (e is not OperationCanceledException)
        {
            throw new VoteLogException("Event Hubs does not answer: " + e.Message, overloaded: false, e);
        }
    }
}

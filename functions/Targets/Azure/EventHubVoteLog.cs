using System.Globalization;
using System.Net.Sockets;
using Azure.Messaging.EventHubs;
using Azure.Messaging.EventHubs.Producer;
using LiveTally.Votes;

namespace LiveTally.Targets;

/// <summary>The vote log in Azure: Event Hubs, through the SDK's producer, since the output binding cannot name a partition.</summary>
internal sealed class EventHubVoteLog(EventHubProducerClient producer) : IVoteLog
{
    // What the SDK's own retries, which are off, would wait for a hub that is throttled.
    private static readonly TimeSpan BusyPause = TimeSpan.FromSeconds(4);

    public async ValueTask<int> GetPartitionCountAsync(CancellationToken cancellationToken)
    {
        try
        {
            return (await producer.GetPartitionIdsAsync(cancellationToken)).Length;
        }
        catch (Exception e) when (e is not OperationCanceledException)
        {
            throw new VoteLogException("Event Hubs does not answer: " + e.Message, overloaded: false, e);
        }
    }

    public async ValueTask AppendAsync(int partition, IReadOnlyList<ReadOnlyMemory<byte>> events, CancellationToken cancellationToken)
    {
        try
        {
            // Event Hubs names its partitions "0" to "n - 1".
            var options = new SendEventOptions { PartitionId = partition.ToString(CultureInfo.InvariantCulture) };
            await producer.SendAsync(events.Select(body => new EventData(body)), options, cancellationToken);
        }
        catch (Exception e) when (e is not OperationCanceledException)
        {
            // Not only of Event Hubs: an identity that gives no token fails with an exception of its own.
            var busy = e is EventHubsException { Reason: EventHubsException.FailureReason.ServiceBusy };
            throw new VoteLogException("Event Hubs did not take the votes: " + e.Message, busy, e)
            {
                Transient = e is EventHubsException { IsTransient: true } or TimeoutException or IOException or SocketException,
                RetryAfter = busy ? BusyPause : null,
            };
        }
    }
}

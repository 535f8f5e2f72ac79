using LiveTally.Local.EventHubs;
using LiveTally.Local.Faults;
using LiveTally.Local.Functions.Hosting;

namespace LiveTally.Local.Functions.EventHubs;

/// <summary>Delivers the log's events to one function, each partition on its own and by the owner of its lease.</summary>
internal sealed class EventHubListener(
    FunctionDescriptor function,
    EventLog log,
    PartitionLeases leases,
    EventHubsSettings settings,
    TriggerRunner runner,
    TimeProvider timeProvider,
    FaultInjector? faults = null)
    : ITriggerListener
{
    private readonly string consumerGroup = ((EventHubTriggerBinding)function.Trigger).ConsumerGroup;
    private int owners;

    public async Task RunAsync(TriggerTokens tokens)
    {
        var partitions = Enumerable.Range(0, log.PartitionCount).Select(partition => OwnAsync(partition, tokens));

        // Told at once, not when the others end: a partition that stands still while the rest goes on would be noticed by nobody.
        await foreach (var ended in Task.WhenEach(partitions))
            await ended;
    }

    /// <summary>Reads the partition for as long as the lease holds, and then sees to it that its thief does.</summary>
    private async Task OwnAsync(int partition, TriggerTokens tokens)
    {
        var lease = leases.Steal(consumerGroup, partition, $"{function.Name} {Interlocked.Increment(ref owners)}");
        Task? thief = null;
        var pump = new PartitionPump(
            function, partition, log, leases, lease, settings, runner, timeProvider, faults, whenStolen: () => thief = OwnAsync(partition, tokens));
        await pump.RunAsync(tokens);
        leases.Release(lease);
        if (thief is not null)
            await thief;
    }
}

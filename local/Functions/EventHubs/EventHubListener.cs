using LiveTally.Local.EventHubs;
using LiveTally.Local.Functions.Hosting;

namespace LiveTally.Local.Functions.EventHubs;

/// <summary>Delivers the log's events to one function, each partition on its own.</summary>
internal sealed class EventHubListener(
    FunctionDescriptor function, EventLog log, EventHubsSettings settings, TriggerRunner runner, TimeProvider timeProvider)
    : ITriggerListener
{
    public Task RunAsync(TriggerTokens tokens) => Task.WhenAll(
        Enumerable.Range(0, log.PartitionCount)
            .Select(partition => new PartitionPump(function, partition, log, settings, runner, timeProvider).RunAsync(tokens)));
}

using LiveTally.Local.EventHubs;
using LiveTally.Local.Faults;
using LiveTally.Local.Functions.Hosting;
using Microsoft.Extensions.Logging;

namespace LiveTally.Local.Functions.EventHubs;

/// <summary>Delivers the log's events to one function, each partition on its own.</summary>
internal sealed class EventHubListener(
    FunctionDescriptor function,
    EventLog log,
    EventHubsSettings settings,
    TriggerRunner runner,
    TimeProvider timeProvider,
    ILogger<EventHubListener> logger,
    FaultInjector? faults = null)
    : ITriggerListener
{
    public async Task RunAsync(TriggerTokens tokens)
    {
        var pumps = Enumerable.Range(0, log.PartitionCount)
            .Select(partition => new PartitionPump(function, partition, log, settings, runner, timeProvider, logger, faults).RunAsync(tokens));

        // Told at once, not when the others end: a partition that stands still while the rest goes on would be noticed by nobody.
        await foreach (var ended in Task.WhenEach(pumps))
            await ended;
    }
}

using System.Text.Json;
using LiveTally.Local.EventHubs;
using LiveTally.Local.Functions.Hosting;

namespace LiveTally.Local.Functions.EventHubs;

/// <summary>
/// Reads one partition in order, batch by batch, from its checkpoint or else from its beginning. As with Event Hubs, the checkpoint moves
/// on when a function has failed for good.
/// </summary>
internal sealed class PartitionPump(
    FunctionDescriptor function, int partition, EventLog log, EventHubsSettings settings, TriggerRunner runner, TimeProvider timeProvider)
{
    private readonly EventHubTriggerBinding trigger = (EventHubTriggerBinding)function.Trigger;
    private readonly JsonElement partitionContext = PartitionContextJson.Of((EventHubTriggerBinding)function.Trigger, partition);
    private int batchesSinceCheckpoint;

    public async Task RunAsync(TriggerTokens tokens)
    {
        // A log that has lost its end, or was made anew, gives numbers out again: what gets one below the checkpoint is still to be delivered.
        var last = log.GetProperties(partition).LastEnqueuedSequenceNumber;
        var processed = Math.Min(await log.Checkpoints.ReadAsync(trigger.ConsumerGroup, partition) ?? -1, last);
        try
        {
            while (true)
            {
                var events = await NextBatchAsync(processed + 1, tokens.Stopping);
                if (await runner.RunAsync(function, Attempt(events), tokens) == TriggerOutcome.Abandoned)
                    break;
                processed = events[^1].SequenceNumber;
                if (++batchesSinceCheckpoint >= settings.BatchCheckpointFrequency)
                    await CheckpointAsync(processed);
            }
        }
        catch (OperationCanceledException) when (tokens.Stopping.IsCancellationRequested)
        {
            // Between two batches, while waiting for the next.
        }

        if (batchesSinceCheckpoint > 0)
            await CheckpointAsync(processed);
    }

    private TriggerRunner.Attempt Attempt(IReadOnlyList<LoggedEvent> events) => (scopes, attempt, cancellationToken) =>
        new EventHubInvocation(function, events, partitionContext, scopes, attempt, cancellationToken);

    private async Task<IReadOnlyList<LoggedEvent>> NextBatchAsync(long from, CancellationToken stopping)
    {
        var most = trigger.IsBatched ? settings.MaxEventBatchSize : 1;
        while (true)
        {
            await log.WaitAsync(partition, from, stopping);
            if (trigger.IsBatched && settings.MinEventBatchSize > 1)
                await WaitForCompanyAsync(from, stopping);
            var events = await log.ReadAsync(partition, from, most, stopping);
            if (events.Count > 0)
                return events;
        }
    }

    private async Task WaitForCompanyAsync(long from, CancellationToken stopping)
    {
        using var patience = new CancellationTokenSource(settings.MaxWaitTime, timeProvider);
        using var either = CancellationTokenSource.CreateLinkedTokenSource(patience.Token, stopping);
        try
        {
            await log.WaitAsync(partition, from + settings.MinEventBatchSize - 1, either.Token);
        }
        catch (OperationCanceledException) when (!stopping.IsCancellationRequested)
        {
            // Long enough: the batch goes as it is.
        }
    }

    private async Task CheckpointAsync(long processed)
    {
        await log.Checkpoints.WriteAsync(trigger.ConsumerGroup, partition, processed);
        batchesSinceCheckpoint = 0;
    }
}

using System.Text.Json;
using LiveTally.Local.EventHubs;
using LiveTally.Local.Faults;
using LiveTally.Local.Functions.Hosting;

namespace LiveTally.Local.Functions.EventHubs;

/// <summary>
/// Reads one partition in order, batch by batch, from its checkpoint or else from its beginning, while its lease holds. As with Event Hubs, the
/// checkpoint moves on when a function has failed for good, and an owner whose lease was stolen goes on for a while beside the new one.
/// </summary>
internal sealed class PartitionPump(
    FunctionDescriptor function,
    int partition,
    EventLog log,
    PartitionLeases leases,
    PartitionLease lease,
    EventHubsSettings settings,
    TriggerRunner runner,
    TimeProvider timeProvider,
    FaultInjector? faults,
    Action whenStolen)
{
    private readonly EventHubTriggerBinding trigger = (EventHubTriggerBinding)function.Trigger;
    private readonly JsonElement partitionContext = PartitionContextJson.Of((EventHubTriggerBinding)function.Trigger, partition);
    private int batchesSinceCheckpoint;

    public async Task RunAsync(TriggerTokens tokens)
    {
        var processed = await StartAsync(tokens.Stopping);

        // Ends the wait for the next batch: the host stops, or the time is up that a stolen lease is still used.
        using var ending = CancellationTokenSource.CreateLinkedTokenSource(tokens.Stopping);
        try
        {
            while (true)
            {
                var events = await NextBatchAsync(processed + 1, ending.Token);
                if (await runner.RunAsync(function, Attempt(events), tokens) == TriggerOutcome.Abandoned)
                    break;
                processed = events[^1].SequenceNumber;
                if (++batchesSinceCheckpoint >= settings.BatchCheckpointFrequency)
                    await CheckpointAsync(processed);
                processed = Disturb(processed, ending);
            }
        }
        catch (OperationCanceledException) when (ending.IsCancellationRequested)
        {
            // Between two batches, while waiting for the next.
        }

        // Where the partition is read by another owner, that one says how far it has come.
        if (batchesSinceCheckpoint > 0 && leases.TryRenew(lease))
            await CheckpointAsync(processed);
    }

    /// <summary>The sequence number of the last event that is not to be delivered.</summary>
    private async Task<long> StartAsync(CancellationToken cancellationToken)
    {
        // A log that has lost its end, or was made anew, gives numbers out again: what gets one below the checkpoint is still to be delivered.
        var last = log.GetProperties(partition).LastEnqueuedSequenceNumber;
        if (await log.Checkpoints.ReadAsync(trigger.ConsumerGroup, partition) is { } checkpoint)
            return Math.Min(checkpoint, last);

        return settings.InitialOffsetOptions switch
        {
            { Type: InitialOffset.FromEnd } => last,
            { Type: InitialOffset.FromEnqueuedTime, EnqueuedTimeUtc: { } time } => await log.FindSequenceNumberAsync(partition, time, cancellationToken) - 1,
            _ => -1,
        };
    }

    /// <summary>Faults on demand, after a batch: the partition is stolen, or goes on from further back.</summary>
    private long Disturb(long processed, CancellationTokenSource ending)
    {
        if (faults is null)
            return processed;

        if (leases.TryRenew(lease) && faults.Draw(FaultKinds.TriggerSteal, function.Name) is { } steal)
        {
            ending.CancelAfter(steal.Amount);
            whenStolen();
        }

        return faults.Draw(FaultKinds.TriggerRedeliver, function.Name) is { } redeliver ? Math.Max(-1, processed - redeliver.Amount) : processed;
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

using System.Text.Json;
using LiveTally.Local.EventHubs;
using LiveTally.Local.Faults;
using LiveTally.Local.Functions.Hosting;
using Microsoft.Extensions.Logging;

namespace LiveTally.Local.Functions.EventHubs;

/// <summary>
/// Reads one partition in order, batch by batch, from its checkpoint or else from where host.json says, as long as it holds the lease. As
/// with Event Hubs, the checkpoint moves on when a function has failed for good.
/// </summary>
internal sealed class PartitionPump(
    FunctionDescriptor function,
    int partition,
    EventLog log,
    EventHubsSettings settings,
    TriggerRunner runner,
    TimeProvider timeProvider,
    ILogger logger,
    FaultInjector? faults)
{
    private static readonly TimeSpan LeaseInterval = TimeSpan.FromSeconds(1);

    private readonly EventHubTriggerBinding trigger = (EventHubTriggerBinding)function.Trigger;
    private readonly JsonElement partitionContext = PartitionContextJson.Of((EventHubTriggerBinding)function.Trigger, partition);
    private long? initial;

    public async Task RunAsync(TriggerTokens tokens)
    {
        while (!tokens.Stopping.IsCancellationRequested)
        {
            if (log.Leases.TryAcquire(trigger.ConsumerGroup, partition, function.Name) is { } lease)
            {
                for (var owner = new Successor(OwnAsync(lease, tokens)); await owner.Running is { } next;)
                    owner = next;
            }

            await Task.Delay(LeaseInterval, timeProvider, tokens.Stopping).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        }
    }

    /// <summary>Works until the lease is lost or the host stops, and tells who has taken over if that was forced.</summary>
    private async Task<Successor?> OwnAsync(PartitionLease lease, TriggerTokens tokens)
    {
        using var leaving = CancellationTokenSource.CreateLinkedTokenSource(tokens.Stopping);
        var own = tokens with { Stopping = leaving.Token };
        Successor? successor = null;
        var processed = await StartAsync(leaving.Token);
        var batches = 0;
        try
        {
            while (true)
            {
                var events = await NextBatchAsync(processed + 1, leaving.Token);
                if (successor is null && !log.Leases.TryRenew(lease))
                    break;
                if (successor is null && faults?.Draw(FaultKinds.TriggerSteal, function.Name) is { } steal)
                {
                    Log.Stolen(logger, function.Name, partition, steal.Amount);
                    var stolen = log.Leases.Steal(trigger.ConsumerGroup, partition, function.Name);
                    successor = new Successor(Task.Run(() => OwnAsync(stolen, tokens), CancellationToken.None));
                    leaving.CancelAfter(steal.Amount);
                }

                if (await runner.RunAsync(function, Attempt(events), own) == TriggerOutcome.Abandoned)
                    break;
                processed = events[^1].SequenceNumber;
                if (++batches >= settings.BatchCheckpointFrequency)
                {
                    await CheckpointAsync(lease, processed);
                    batches = 0;
                }

                if (faults?.Draw(FaultKinds.TriggerRedeliver, function.Name) is { } again)
                    processed = Math.Max(processed - again.Amount, log.GetProperties(partition).BeginningSequenceNumber - 1);
            }
        }
        catch (OperationCanceledException) when (leaving.IsCancellationRequested)
        {
            // Between two batches, while waiting for the next.
        }

        if (batches > 0 && processed >= 0)
            await CheckpointAsync(lease, processed);
        log.Leases.Release(lease);
        return successor;
    }

    /// <summary>The last event that need not be delivered.</summary>
    private async Task<long> StartAsync(CancellationToken stopping)
    {
        var now = log.GetProperties(partition);
        if (await log.Checkpoints.ReadAsync(trigger.ConsumerGroup, partition) is { } checkpoint)
        {
            // A log that has lost its end, or was made anew, gives numbers out again: what gets one below the checkpoint is still to be delivered.
            return Math.Min(checkpoint, now.LastEnqueuedSequenceNumber);
        }

        // Once: a second owner that comes before the first checkpoint must not begin behind what the first was given.
        return initial ??= settings.InitialOffsetOptions.Type switch
        {
            InitialOffsetType.FromEnd => now.LastEnqueuedSequenceNumber,
            InitialOffsetType.FromEnqueuedTime =>
                await log.FindSequenceNumberAsync(partition, settings.InitialOffsetOptions.EnqueuedTimeUtc!.Value, stopping) - 1,
            _ => now.BeginningSequenceNumber - 1,
        };
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
            if (events.Count == 0)
                continue;
            if (events[0].SequenceNumber > from)
                Log.EventsDeleted(logger, function.Name, partition, from, events[0].SequenceNumber - 1);
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

    /// <summary>
    /// An owner that was stolen from may say that it is further, since what it says is done; it must not take back what the new one has done.
    /// </summary>
    private ValueTask CheckpointAsync(PartitionLease lease, long processed) => log.Leases.TryRenew(lease)
        ? log.Checkpoints.WriteAsync(trigger.ConsumerGroup, partition, processed)
        : log.Checkpoints.WriteIfLaterAsync(trigger.ConsumerGroup, partition, processed);
}

using LiveTally.Local.Faults;
using LiveTally.Local.Functions.Hosting;
using Microsoft.Azure.Cosmos;
using Microsoft.Extensions.Logging;

namespace LiveTally.Local.Functions.CosmosDb;

/// <summary>Delivers a container's changes to one function, through the SDK's change feed processor.</summary>
internal sealed class CosmosDbListener(
    FunctionDescriptor function,
    CosmosConnections connections,
    TriggerRunner runner,
    TimeProvider timeProvider,
    ILogger<CosmosDbListener> logger,
    FaultInjector? faults = null)
    : ITriggerListener
{
    private static readonly TimeSpan RestartDelay = TimeSpan.FromSeconds(1);

    private readonly CosmosDbTriggerBinding trigger = (CosmosDbTriggerBinding)function.Trigger;
    private Task repeating = Task.CompletedTask;

    public async Task RunAsync(TriggerTokens tokens)
    {
        var processor = await StartAsync(tokens);
        await Task.Delay(Timeout.Infinite, tokens.Stopping).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        await processor.StopAsync();

        // However it ends: what it repeats has been delivered.
        await repeating.ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
    }

    private async Task<ChangeFeedProcessor> StartAsync(TriggerTokens tokens)
    {
        while (true)
        {
            try
            {
                var processor = Build(await LeaseContainerAsync(tokens.Stopping), tokens);
                await processor.StartAsync();
                return processor;
            }
            catch (Exception e) when (e is CosmosException or HttpRequestException && !tokens.Stopping.IsCancellationRequested)
            {
                // The account may not answer yet, or the container may not exist yet.
                Log.ListenerNotStarted(logger, e, function.Name, RestartDelay);
                await Task.Delay(RestartDelay, timeProvider, tokens.Stopping);
            }
        }
    }

    private async Task<Container> LeaseContainerAsync(CancellationToken cancellationToken)
    {
        var client = connections.Get(trigger.LeaseConnection);
        var (database, container) = (trigger.LeaseDatabaseName, trigger.LeaseContainerName);
        if (trigger.Attribute.CreateLeaseContainerIfNotExists)
        {
            int? throughput = trigger.Attribute.LeasesContainerThroughput is > 0 and var units ? units : null;
            var properties = new ContainerProperties(container, "/id") { PartitionKeyDefinitionVersion = PartitionKeyDefinitionVersion.V2 };
            await client.CreateDatabaseIfNotExistsAsync(database, cancellationToken: cancellationToken);
            await client.GetDatabase(database).CreateContainerIfNotExistsAsync(properties, throughput, cancellationToken: cancellationToken);
        }

        return client.GetContainer(database, container);
    }

    private ChangeFeedProcessor Build(Container leases, TriggerTokens tokens)
    {
        var timing = ChangeFeedTiming.Of(trigger.Attribute, connections.IsLocal(trigger.Connection));
        var builder = connections.Get(trigger.Connection)
            .GetContainer(trigger.DatabaseName, trigger.ContainerName)
            .GetChangeFeedProcessorBuilder(trigger.LeaseContainerPrefix, (_, changes, token) => ProcessAsync(changes, tokens, token))
            .WithInstanceName(timing.InstanceName)
            .WithLeaseContainer(leases)
            .WithPollInterval(timing.Poll)
            .WithLeaseConfiguration(timing.Acquire, timing.Expire, timing.Renew)
            .WithErrorNotification(OnErrorAsync);
        if (trigger.Attribute.MaxItemsPerInvocation > 0)
            builder.WithMaxItems(trigger.Attribute.MaxItemsPerInvocation);
        if (trigger.Attribute.StartFromBeginning)
            builder.WithStartTime(DateTime.UnixEpoch);
        return builder.Build();
    }

    /// <summary>
    /// Throwing keeps the lease where it is, so that the changes are delivered again. As with the service it moves on when the function has
    /// failed for good.
    /// </summary>
    private async Task ProcessAsync(Stream changes, TriggerTokens tokens, CancellationToken cancellationToken)
    {
        var documents = await ChangeFeedPage.DocumentsAsync(changes, cancellationToken);
        if (documents.IsEmpty)
            return;
        if (faults?.Draw(FaultKinds.FeedDelay, function.Name) is { } delay)
            await Task.Delay(TimeSpan.FromMilliseconds(delay.Amount), timeProvider, tokens.Stopping);

        await DeliverAsync(documents, tokens);
        if (faults?.Draw(FaultKinds.FeedDuplicate, function.Name) is not { } duplicate)
            return;
        if (duplicate.Amount == 0)
            await DeliverAsync(documents, tokens);
        else if (repeating.IsCompleted)
            repeating = RepeatAsync(documents, TimeSpan.FromMilliseconds(duplicate.Amount), tokens);
    }

    private async Task RepeatAsync(ReadOnlyMemory<byte> documents, TimeSpan delay, TriggerTokens tokens)
    {
        await Task.Delay(delay, timeProvider, tokens.Stopping);
        await DeliverAsync(documents, tokens);
    }

    private async Task DeliverAsync(ReadOnlyMemory<byte> documents, TriggerTokens tokens)
    {
        var outcome = await runner.RunAsync(
            function,
            (scopes, attempt, invocation) => new CosmosDbInvocation(function, documents, scopes, attempt, invocation),
            tokens);
        if (outcome == TriggerOutcome.Abandoned)
            throw new ChangesNotProcessedException(function.Name);
    }

    private Task OnErrorAsync(string leaseToken, Exception exception)
    {
        if (exception is not ChangeFeedProcessorUserException)
            Log.ChangeFeedFailed(logger, exception, function.Name, leaseToken);
        return Task.CompletedTask;
    }
}

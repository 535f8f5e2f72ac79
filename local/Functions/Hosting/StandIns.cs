using LiveTally.Local.CosmosDb;
using LiveTally.Local.EventHubs;
using LiveTally.Local.Faults;
using LiveTally.Local.Functions.CosmosDb;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.Logging;

namespace LiveTally.Local.Functions.Hosting;

/// <summary>What stands in for Azure and keeps data: the vote log and, unless another account is configured, the Cosmos DB endpoint.</summary>
internal sealed class StandIns(
    LocalHostOptions options,
    IConfiguration configuration,
    ILoggerFactory loggers,
    TimeProvider timeProvider,
    FaultInjector? faults = null)
    : IAsyncDisposable
{
    /// <summary>The connection that leads to the endpoint here unless it is set.</summary>
    public const string CosmosConnection = "Cosmos";

    /// <summary>A clock of this process that is wrong is not the services' clock.</summary>
    private readonly TimeProvider serviceTime = faults is null ? timeProvider : TimeProvider.System;
    private EventLog? eventLog;
    private CosmosDbServer? cosmos;

    /// <exception cref="InvalidOperationException">The host has not started.</exception>
    public EventLog EventLog => eventLog ?? throw new InvalidOperationException("The vote log opens when the host starts.");

    /// <summary>Null while there is no endpoint.</summary>
    public string? CosmosConnectionString => cosmos?.ConnectionString;

    /// <exception cref="StartupException">The data directory or a port cannot be used.</exception>
    public async Task OpenAsync(CancellationToken cancellationToken)
    {
        try
        {
            var directory = Path.Combine(options.DataDirectory, "eventhubs");
            eventLog = EventLog.Open(
                new EventLogOptions
                {
                    DataDirectory = directory,
                    PartitionCount = options.Partitions,
                    Retention = options.LogRetention,
                    RetentionBytes = options.LogRetentionBytes,
                    SegmentBytes = SegmentBytes(options.LogRetentionBytes),
                    Faults = faults,
                },
                loggers.CreateLogger<EventLog>(),
                serviceTime);
            eventLog.Checkpoints.Check();
        }
        catch (EventLogException e) when (e.Error == EventLogError.PartitionCount)
        {
            throw StartupException.OfSetting(LocalHostOptions.PartitionsKey, e.Message, e);
        }

        if (CosmosConnections.IsSet(configuration, CosmosConnection))
            return;
        try
        {
            cosmos = await CosmosDbServer.StartAsync(
                new CosmosDbServerOptions { DataDirectory = Path.Combine(options.DataDirectory, "cosmos"), Port = options.CosmosPort, Faults = faults },
                loggers,
                serviceTime,
                cancellationToken);
        }
        catch (Exception e) when (PortErrors.CannotListen(e))
        {
            throw PortErrors.InUse(LocalHostOptions.CosmosPortKey, options.CosmosPort, e);
        }

        configuration[CosmosConnection] = cosmos.ConnectionString;
    }

    /// <summary>Whole segments go, so they are small where little is kept; the most is what the log takes by itself.</summary>
    private static long SegmentBytes(long? retentionBytes) => Math.Clamp(retentionBytes / 8 ?? long.MaxValue, 1L << 20, 64L << 20);

    public async ValueTask DisposeAsync()
    {
        if (cosmos is not null)
            await cosmos.DisposeAsync();
        if (eventLog is not null)
            await eventLog.DisposeAsync();
    }
}

namespace LiveTally.Local.Functions.Hosting;

/// <summary><c>extensions.eventHubs</c>.</summary>
internal sealed record EventHubsSettings
{
    /// <summary>Most events of one invocation.</summary>
    public int MaxEventBatchSize { get; set; } = 100;

    /// <summary>Fewest events of one invocation, unless <see cref="MaxWaitTime"/> passes.</summary>
    public int MinEventBatchSize { get; set; } = 1;

    /// <summary>How long an event waits for others when <see cref="MinEventBatchSize"/> exceeds 1.</summary>
    public TimeSpan MaxWaitTime { get; set; } = TimeSpan.FromMinutes(1);

    /// <summary>Batches between two checkpoints of a partition.</summary>
    public int BatchCheckpointFrequency { get; set; } = 1;

    /// <summary>Events read ahead. The log is in this process, so nothing is; the value is only checked.</summary>
    public int PrefetchCount { get; set; } = 300;

    /// <summary>Where a consumer group without a checkpoint begins.</summary>
    public InitialOffsetOptions InitialOffsetOptions { get; set; } = new();

    /// <exception cref="StartupException">A value is out of range.</exception>
    public void Validate()
    {
        Require(MaxEventBatchSize >= 1, "maxEventBatchSize", "must be at least 1");
        Require(MinEventBatchSize >= 1, "minEventBatchSize", "must be at least 1");
        Require(MinEventBatchSize <= MaxEventBatchSize, "minEventBatchSize", "must be at most maxEventBatchSize");
        Require(MaxWaitTime > TimeSpan.Zero, "maxWaitTime", "must be above 0");
        Require(MaxWaitTime <= TimeSpan.FromMinutes(10), "maxWaitTime", "must be at most 10 minutes");
        Require(BatchCheckpointFrequency >= 1, "batchCheckpointFrequency", "must be at least 1");
        Require(PrefetchCount >= 0, "prefetchCount", "must be at least 0");
        Require(
            InitialOffsetOptions.Type != InitialOffsetType.FromEnqueuedTime || InitialOffsetOptions.EnqueuedTimeUtc is not null,
            "initialOffsetOptions.enqueuedTimeUtc",
            "must be set for fromEnqueuedTime");
    }

    private static void Require(bool condition, string key, string problem)
    {
        if (!condition)
            throw StartupException.OfSetting($"{HostJson.FileName}: extensions.eventHubs.{key}", problem);
    }
}

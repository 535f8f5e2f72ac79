namespace LiveTally.Tests.Faults.Driving;

/// <summary>What a run is to be.</summary>
internal sealed record RunOptions
{
    /// <summary>How long votes and faults go on; draining and checking come after it.</summary>
    public required TimeSpan Duration { get; init; }

    /// <summary>Decides the polls, the voters' plans and the faults. How they interleave is up to the machine.</summary>
    public required int Seed { get; init; }

    /// <summary>The server's assembly, LiveTally.Functions.dll.</summary>
    public required string Server { get; init; }

    /// <summary>Polls at a time.</summary>
    public int Polls { get; init; } = 4;

    /// <summary>New voters a second, over all polls.</summary>
    public int Rate { get; init; } = 60;

    /// <summary>How long the server may take to come to rest once the faults are off.</summary>
    public TimeSpan Patience { get; init; } = TimeSpan.FromMinutes(4);

    /// <summary>Partitions of the vote log: fewer than boxes, so that boxes share them.</summary>
    public int Partitions { get; init; } = 6;

    /// <summary>Further settings of the server, over the run's own; null: not set.</summary>
    public IReadOnlyDictionary<string, string?> Settings { get; init; } = new Dictionary<string, string?>();
}

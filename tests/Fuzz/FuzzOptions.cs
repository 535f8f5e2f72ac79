namespace LiveTally.Tests.Fuzz;

/// <summary>What a run is to be.</summary>
internal sealed record FuzzOptions
{
    /// <summary>How many requests to send.</summary>
    public required int Requests { get; init; }

    /// <summary>Decides what is sent; ids and tokens of the program's own making are others each time.</summary>
    public required int Seed { get; init; }

    /// <summary>When to stop, however many have been sent.</summary>
    public required TimeSpan AtMost { get; init; }

    /// <summary>Requests at a time.</summary>
    public int Workers { get; init; } = 8;
}

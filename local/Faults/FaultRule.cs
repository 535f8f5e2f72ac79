namespace LiveTally.Local.Faults;

/// <summary>A fault on demand: what goes wrong, where, and how often.</summary>
public sealed record FaultRule
{
    /// <summary>One of <see cref="FaultKinds.All"/>, for example <c>cosmos.throttle</c>.</summary>
    public required string Kind { get; init; }

    /// <summary>The container, event hub, function or SignalR hub that it happens to; every one when null.</summary>
    public string? On { get; init; }

    /// <summary>How likely each chance is to be taken, above 0 and up to 1.</summary>
    /// <value>1</value>
    public double Rate { get; init; } = 1;

    /// <summary>After this many the rule is spent; null: never.</summary>
    public long? Times { get; init; }

    /// <summary>How much of it, in the unit that <see cref="FaultKinds"/> names for the kind; 0 to 3,600,000, for <c>clock.step</c> from -3,600,000.</summary>
    public int Amount { get; init; }
}

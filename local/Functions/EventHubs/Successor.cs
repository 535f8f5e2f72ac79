namespace LiveTally.Local.Functions.EventHubs;

/// <summary>The owner that took a partition from another, at work; its end names the one that took it next, if any did.</summary>
internal sealed record Successor(Task<Successor?> Running);

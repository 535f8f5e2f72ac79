namespace LiveTally.Local.EventHubs;

/// <summary>What is kept with each event of an append beside its body.</summary>
/// <param name="PartitionKey">A key of at most 128 characters.</param>
/// <param name="Properties">Application properties, at most 64 KB as JSON.</param>
public readonly record struct EventAttributes(string? PartitionKey = null, IReadOnlyDictionary<string, string>? Properties = null);

namespace LiveTally.Results;

/// <summary>Where a version of the results comes from: for traces and measurements only.</summary>
/// <param name="TraceParent">W3C trace context to go on from; null when the change is not traced.</param>
/// <param name="AcceptedAt">When the oldest vote that the version adds was accepted; null when it adds none.</param>
public sealed record ResultsOrigin(string? TraceParent, DateTimeOffset? AcceptedAt);

namespace LiveTally.Local.Functions.Hosting;

/// <summary>How triggers are told to stop.</summary>
/// <param name="Stopping">Start nothing new.</param>
/// <param name="Invocation">Late, when the time for draining is over: what still runs should give up.</param>
internal readonly record struct TriggerTokens(CancellationToken Stopping, CancellationToken Invocation);

namespace LiveTally.Tests.SignalR;

/// <summary>For tests that measure the process: no other runs beside them.</summary>
[CollectionDefinition(DisableParallelization = true)]
public sealed class Alone;

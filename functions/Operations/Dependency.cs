namespace LiveTally.Operations;

/// <summary>Something that only one target or one configuration depends on, for <c>GET /health/ready</c>.</summary>
/// <param name="Name">Its name there.</param>
/// <param name="CheckAsync">Completes when it answers; any exception says that it does not.</param>
public sealed record Dependency(string Name, Func<CancellationToken, Task> CheckAsync);

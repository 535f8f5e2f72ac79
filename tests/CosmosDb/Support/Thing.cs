namespace LiveTally.Tests.CosmosDb.Support;

/// <summary>The tests' document: partition key <c>pk</c>, and a number to tell versions apart.</summary>
public sealed record Thing(string Id, string Pk, int Number = 0, string? Text = null);

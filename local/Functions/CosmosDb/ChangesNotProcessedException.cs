namespace LiveTally.Local.Functions.CosmosDb;

/// <summary>Tells the change feed processor, when the host stops in between, to deliver again.</summary>
internal sealed class ChangesNotProcessedException(string function) : Exception($"The host stopped before function {function} had succeeded.");

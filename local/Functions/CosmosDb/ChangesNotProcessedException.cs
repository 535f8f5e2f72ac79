using LiveTally.Local.Functions.Hosting;

namespace LiveTally.Local.Functions.CosmosDb;

/// <summary>Tells the change feed processor to deliver again; what went wrong has been logged.</summary>
internal sealed class ChangesNotProcessedException(string function, TriggerOutcome outcome)
    : Exception($"Function {function}: {outcome}.");

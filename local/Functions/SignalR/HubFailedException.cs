namespace LiveTally.Local.Functions.SignalR;

/// <summary>A fault on demand: the hub did not take a message, as when the service is throttled or cannot be reached.</summary>
internal sealed class HubFailedException(string hub) : Exception($"The SignalR hub {hub} did not take a message, because a fault was asked for.");

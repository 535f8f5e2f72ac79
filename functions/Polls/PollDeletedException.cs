namespace LiveTally.Polls;

/// <summary>The poll was deleted after it had been looked up: its boxes and results say so (decision 0013).</summary>
public sealed class PollDeletedException(string pollId) : Exception($"Poll {pollId} was deleted.");

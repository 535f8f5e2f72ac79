namespace LiveTally.DeadLetters;

/// <summary>The store of dead letters does not answer. To the aggregation it is a fault of storage like any other.</summary>
public sealed class DeadLetterStoreException(string message, Exception inner) : Exception(message, inner);

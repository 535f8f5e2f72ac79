namespace LiveTally.Tally;

/// <summary>An event of the log that could not be applied, kept whole.</summary>
/// <param name="Id">Given by where it is kept, after partition, sequence number and body, so that parking it again changes nothing; empty before.</param>
/// <param name="Partition">The log partition.</param>
/// <param name="SequenceNumber">Its place there.</param>
/// <param name="Reason">Why it could not be applied.</param>
/// <param name="ParkedAt">When it was parked.</param>
/// <param name="Body">The event's bytes.</param>
public sealed record DeadLetter(string Id, int Partition, long SequenceNumber, string Reason, DateTimeOffset ParkedAt, byte[] Body);

/// <summary>Where dead letters are kept: blobs, or files in the local target.</summary>
public interface IDeadLetters
{
    /// <summary>Keeps the letter; keeping it twice is keeping it once. Any exception means it may not be kept.</summary>
    Task ParkAsync(DeadLetter letter, CancellationToken cancellationToken);
}

namespace LiveTally.Local.CosmosDb.Storage;

/// <summary>One version of a document.</summary>
/// <param name="Number">The document's number, unique in the store; its RID is made of it.</param>
/// <param name="Lsn">The container's log sequence number at which this version was written.</param>
/// <param name="Timestamp">When it was written, in Unix seconds.</param>
/// <param name="Body">The JSON object without its system properties. Empty where nobody asked for it.</param>
internal readonly record struct StoredItem(long Number, long Lsn, long Timestamp, byte[] Body);

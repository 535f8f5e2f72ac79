using System.Text.Json;
using LiveTally.Local.CosmosDb.Http;
using LiveTally.Local.CosmosDb.Partitioning;

namespace LiveTally.Local.CosmosDb.Storage;

/// <summary>A container as the running server knows it: its definition, and how far its change feed has come.</summary>
internal sealed class ContainerInfo
{
    private TaskCompletionSource changed = NewSignal();
    private long committedLsn;

    /// <param name="definition">The container's definition as its creator sent it.</param>
    /// <param name="lsn">The newest log sequence number in the store.</param>
    /// <exception cref="CosmosException">400: the definition is not valid.</exception>
    public ContainerInfo(DatabaseInfo database, long number, string id, byte[] definition, long timestamp, long lsn)
    {
        (Database, Number, Id, Definition, Timestamp) = (database, number, id, definition, timestamp);
        (committedLsn, LastLsn) = (lsn, lsn);
        ResourceId = Storage.ResourceId.Container(database.Number, number);
        SelfLink = $"dbs/{database.ResourceId}/colls/{ResourceId}/";
        using var json = JsonDocument.Parse(definition);
        PartitionKey = PartitionKeyDefinition.Parse(json.RootElement);
        DefaultTimeToLive = json.RootElement.TryGetProperty("defaultTtl", out var ttl) && ttl.TryGetInt32(out var seconds) ? seconds : null;
    }

    public DatabaseInfo Database { get; }

    public long Number { get; }

    public string Id { get; }

    public string ResourceId { get; }

    /// <summary>The RID path that the documents' own links start with, <c>dbs/…/colls/…/</c>.</summary>
    public string SelfLink { get; }

    public byte[] Definition { get; }

    public long Timestamp { get; }

    public PartitionKeyDefinition PartitionKey { get; }

    /// <summary>Seconds; -1: only items with a ttl of their own expire; null: nothing expires.</summary>
    public int? DefaultTimeToLive { get; }

    /// <summary>The newest LSN that readers may be told of. Every snapshot taken after reading it contains it.</summary>
    public long CommittedLsn => Volatile.Read(ref committedLsn);

    /// <summary>The newest LSN handed out. Belongs to the writer.</summary>
    public long LastLsn { get; set; }

    /// <summary>Set once the container is deleted; writes that already wait then find no container. Belongs to the writer.</summary>
    public bool Deleted { get; set; }

    /// <summary>Completes at the next commit to this container. Take it before <see cref="CommittedLsn"/>, so as to miss none.</summary>
    public Task NextChange => Volatile.Read(ref changed).Task;

    /// <summary>Makes the writes up to <paramref name="lsn"/> visible to change feeds and wakes those who wait for them.</summary>
    public void Publish(long lsn)
    {
        Volatile.Write(ref committedLsn, lsn);
        Interlocked.Exchange(ref changed, NewSignal()).SetResult();
    }

    /// <summary>When a document written now expires, in Unix seconds, if it does.</summary>
    /// <param name="ttl">The document's own ttl in seconds, if it has one.</param>
    public long? Expiry(long now, int? ttl) => (DefaultTimeToLive, ttl ?? DefaultTimeToLive) switch
    {
        (null, _) or (_, -1) => null,
        (_, var seconds) => now + seconds,
    };

    private static TaskCompletionSource NewSignal() => new(TaskCreationOptions.RunContinuationsAsynchronously);
}

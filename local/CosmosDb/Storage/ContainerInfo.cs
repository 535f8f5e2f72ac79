using System.IO.Hashing;
using LiveTally.Local.CosmosDb.Partitioning;

namespace LiveTally.Local.CosmosDb.Storage;

/// <summary>A container as the running server knows it: its definition, and how far its change feed has come.</summary>
internal sealed class ContainerInfo
{
    private TaskCompletionSource changed = NewSignal();
    private ContainerDefinition definition;
    private long committedLsn;

    /// <param name="lsn">The newest log sequence number in the store.</param>
    public ContainerInfo(DatabaseInfo database, long number, string id, ContainerDefinition definition, long lsn)
    {
        (Database, Number, Id, this.definition) = (database, number, id, definition);
        (committedLsn, LastLsn) = (lsn, lsn);
        ResourceId = Storage.ResourceId.Container(database.Number, number);
        SelfLink = $"dbs/{database.ResourceId}/colls/{ResourceId}/";
    }

    public DatabaseInfo Database { get; }

    public long Number { get; }

    public string Id { get; }

    public string ResourceId { get; }

    /// <summary>The RID path that the documents' own links start with, <c>dbs/…/colls/…/</c>.</summary>
    public string SelfLink { get; }

    /// <summary>The newest definition. The writer alone sets it.</summary>
    public ContainerDefinition Definition
    {
        get => Volatile.Read(ref definition);
        set => Volatile.Write(ref definition, value);
    }

    /// <summary>The same in every definition of this container.</summary>
    public PartitionKeyDefinition PartitionKey => Definition.PartitionKey;

    /// <summary>The entity tag of the definition, in its quotes.</summary>
    public string DefinitionETag => ETag.Document(Number, (long)(XxHash3.HashToUInt64(Definition.Json) >> 1));

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

    private static TaskCompletionSource NewSignal() => new(TaskCreationOptions.RunContinuationsAsynchronously);
}

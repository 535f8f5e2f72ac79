using LiveTally.Local.CosmosDb.Storage;
using LiveTally.Local.Faults;

namespace LiveTally.Local.CosmosDb.Items;

/// <summary>On demand, somebody who writes a document just before a conditional write of it, so that its caller's ETag is stale.</summary>
internal sealed class OtherOwner(Writer writer, FaultInjector? injector)
{
    /// <summary>Draws for an operation. The other's write is durable, under a new ETag, when the task ends.</summary>
    public Task StepInAsync(ContainerInfo container, ItemOperation? operation) =>
        operation is { IfMatch: not null, Type: not OperationType.Read } && injector?.Draw(FaultKinds.CosmosStaleOwner, container.Id) is not null
            ? writer.RunAsync(session => (true, WriteAgain(session, container, operation)))
            : Task.CompletedTask;

    private static bool WriteAgain(WriteSession session, ContainerInfo container, ItemOperation operation)
    {
        if (container.Deleted || !session.TryFind(container, operation.Epk, operation.Id, withBody: true, out var current))
        {
            return false;
        }

        var document = ItemDocument.Parse(container.PartitionKey, current.Body);
        session.Update(container, current, current.Body, document.TimeToLive);
        return true;
    }
}

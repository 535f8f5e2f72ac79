using LiveTally.Local.CosmosDb.Http;
using LiveTally.Local.CosmosDb.Storage;

namespace LiveTally.Local.CosmosDb.Items;

/// <summary>Carries out one operation on one item. Runs in the writer's transaction.</summary>
internal static class ItemWriter
{
    public static ItemResult Apply(WriteSession session, ContainerInfo container, ItemOperation operation)
    {
        if (container.Deleted)
        {
            throw CosmosException.NotFound($"The container '{container.Id}' does not exist.", 1003);
        }

        var needsBody = operation.Type is OperationType.Read or OperationType.Patch or OperationType.Delete;
        var exists = session.TryFind(container, operation.Epk, operation.Id, needsBody, out var current);
        if (Precondition(container, operation, exists, current) is { } failure)
        {
            return failure;
        }

        return (operation.Type, exists) switch
        {
            (OperationType.Create, true) => ItemResult.Fault(409, "Entity with the specified id already exists in the system."),
            (OperationType.Create or OperationType.Upsert, false) => Insert(session, container, operation.Document!),
            (_, false) => ItemResult.Fault(404, "Entity with the specified id does not exist in the system."),
            (OperationType.Read, _) => new ItemResult(200, RequestCharges.Read(current.Body.Length), current),
            (OperationType.Delete, _) => Delete(session, container, current),
            (OperationType.Patch, _) => Patch(session, container, operation, current),
            _ => Update(session, container, current, operation.Document!),
        };
    }

    private static ItemResult? Precondition(ContainerInfo container, ItemOperation operation, bool exists, StoredItem current)
    {
        if (operation.IfMatch is { } wanted && exists && !ETag.Matches(wanted, container.Number, current.Lsn))
        {
            return ItemResult.Fault(412, "One of the specified pre-condition is not met: the item has another ETag.");
        }

        if (operation.IfNoneMatch is { } unwanted && exists && ETag.Matches(unwanted, container.Number, current.Lsn))
        {
            return operation.Type switch
            {
                OperationType.Read => new ItemResult(304, RequestCharges.Fault, current),
                OperationType.Create => ItemResult.Fault(409, "Entity with the specified id already exists in the system."),
                _ => ItemResult.Fault(412, "One of the specified pre-condition is not met: the item exists."),
            };
        }

        return null;
    }

    private static ItemResult Insert(WriteSession session, ContainerInfo container, ItemDocument document)
    {
        var item = session.Insert(container, document.Epk, document.Id, document.Body, document.TimeToLive);
        return new ItemResult(201, RequestCharges.Create(document.Body.Length), item);
    }

    private static ItemResult Update(WriteSession session, ContainerInfo container, StoredItem current, ItemDocument document)
    {
        var item = session.Update(container, current, document.Body, document.TimeToLive);
        return new ItemResult(200, RequestCharges.Replace(document.Body.Length), item);
    }

    private static ItemResult Delete(WriteSession session, ContainerInfo container, StoredItem current)
    {
        session.Delete(container, current);
        return new ItemResult(204, RequestCharges.Delete(current.Body.Length));
    }

    private static ItemResult Patch(WriteSession session, ContainerInfo container, ItemOperation operation, StoredItem current)
    {
        var patch = operation.Patch!;
        if (!patch.ConditionHolds(current.Body))
        {
            return ItemResult.Fault(412, "One of the specified pre-condition is not met: the patch's condition is false.");
        }

        try
        {
            var document = ItemDocument.Parse(container.PartitionKey, patch.Apply(current.Body));
            return document.Id == operation.Id && document.Epk.AsSpan().SequenceEqual(operation.Epk)
                ? Update(session, container, current, document)
                : ItemResult.Fault(400, "A patch cannot change an item's id or partition key.");
        }
        catch (CosmosException e)
        {
            return ItemResult.Fault(e.Status, e.Message);
        }
    }
}

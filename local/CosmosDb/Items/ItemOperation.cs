using LiveTally.Local.CosmosDb.Http;

namespace LiveTally.Local.CosmosDb.Items;

/// <summary>One operation on one item, checked as far as it can be without looking at the store.</summary>
internal sealed record ItemOperation
{
    public required OperationType Type { get; init; }

    public required byte[] Epk { get; init; }

    public required string Id { get; init; }

    /// <summary>The new document of a create, replace or upsert.</summary>
    public ItemDocument? Document { get; init; }

    /// <summary>The changes of a patch.</summary>
    public PatchDocument? Patch { get; init; }

    public string? IfMatch { get; init; }

    public string? IfNoneMatch { get; init; }

    /// <summary>Answer a write without the document.</summary>
    public bool Minimal { get; init; }

    /// <summary>Adds the document that is to replace the item of this operation.</summary>
    /// <exception cref="CosmosException">400: it has another id or partition key.</exception>
    public ItemOperation WithDocument(ItemDocument document)
    {
        document.CheckKey(Epk);
        return document.Id == Id
            ? this with { Document = document }
            : throw CosmosException.BadRequest($"The document's id '{document.Id}' is not that of the item it is to replace, '{Id}'.");
    }
}

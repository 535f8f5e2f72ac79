namespace LiveTally.Local.CosmosDb.Items;

/// <summary>What a write does to an item. The values are those of the batch wire format.</summary>
internal enum OperationType
{
    Create = 0,
    Patch = 1,
    Read = 2,
    Delete = 4,
    Replace = 5,
    Upsert = 20,
}

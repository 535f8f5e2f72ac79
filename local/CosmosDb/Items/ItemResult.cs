using LiveTally.Local.CosmosDb.Storage;

namespace LiveTally.Local.CosmosDb.Items;

/// <summary>How an operation ended.</summary>
/// <param name="Status">An HTTP status; below 300 the operation took place.</param>
/// <param name="Charge">Request units.</param>
/// <param name="Item">The version that the operation left behind or found.</param>
/// <param name="Message">What went wrong, if something did.</param>
internal readonly record struct ItemResult(int Status, double Charge, StoredItem? Item = null, string? Message = null)
{
    public bool Succeeded => Status < 300;

    public static ItemResult Fault(int status, string message) => new(status, RequestCharges.Fault, null, message);
}

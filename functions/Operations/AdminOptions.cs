namespace LiveTally.Operations;

/// <summary>How an admin proves itself where there is no Entra ID.</summary>
public sealed class AdminOptions
{
    /// <summary>
    /// The key that <c>X-Admin-Key</c> must carry: <c>LIVETALLY_ADMIN_KEY</c>, or in the local target one made at the first start. The azure target has one
    /// only where Core Tools run it on a developer's machine; without one, as in Azure, nobody is an admin by key.
    /// </summary>
    public string? Key { get; set; }
}

namespace LiveTally.Operations;

/// <summary>How an admin proves itself where there is no Entra ID.</summary>
public sealed class AdminOptions
{
    /// <summary>
    /// The key that <c>X-Admin-Key</c> must carry. Only the local target sets it, from <c>LIVETALLY_ADMIN_KEY</c> or made at its first start; without
    /// one, as in Azure, nobody is an admin by key.
    /// </summary>
    public string? Key { get; set; }
}

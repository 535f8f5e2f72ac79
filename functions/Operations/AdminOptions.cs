namespace LiveTally.Operations;

/// <summary>How an admin proves itself.</summary>
public sealed class AdminOptions
{
    /// <summary>
    /// The key that <c>X-Admin-Key</c> must carry, from <c>LIVETALLY_ADMIN_KEY</c>; the local target makes one at its first start. Without
    /// one, as in Azure, nobody is an admin by key.
    /// </summary>
    public string? Key { get; set; }
}

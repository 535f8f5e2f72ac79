namespace LiveTally.Local.CosmosDb;

/// <summary>
/// What a request costs, in request units (RU). Simple formulas after the service's published figures for unindexed containers:
/// enough to see which design costs more, not to size an account by. A batch costs the sum of its operations.
/// </summary>
internal static class RequestCharges
{
    /// <summary>A failed condition or a missing item: what looking it up cost. Databases and containers cost the same.</summary>
    public const double Fault = 1;

    /// <summary>1 RU per KB, at least 1.</summary>
    public static double Read(long bytes) => Math.Max(1, Kilobytes(bytes));

    /// <summary>5 RU and 0.5 RU per KB.</summary>
    public static double Create(long bytes) => 5 + (0.5 * Kilobytes(bytes));

    /// <summary>Twice a create: the old version is taken out and the new one put in.</summary>
    public static double Replace(long bytes) => 2 * Create(bytes);

    /// <summary>As a create of the same size.</summary>
    public static double Delete(long bytes) => Create(bytes);

    /// <summary>Every KB that was looked at, served or not, at least 1 RU.</summary>
    public static double Feed(long bytes) => Math.Max(1, Kilobytes(bytes));

    private static double Kilobytes(long bytes) => Math.Round(bytes / 1024.0, 2);
}

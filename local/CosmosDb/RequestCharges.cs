namespace LiveTally.Local.CosmosDb;

/// <summary>
/// What a request costs, in request units (RU). The service publishes two points of each line, for 1 KB and for 100 KB at session
/// consistency: a point read costs 1 and 10 RU, a write 5 and 50 RU
/// (https://learn.microsoft.com/azure/cosmos-db/optimize-cost-reads-writes); the line is drawn through them, and nothing costs less than 1 KB
/// does. A replace costs twice a create. What an index adds is left out, and a batch costs the sum of its operations.
/// </summary>
internal static class RequestCharges
{
    /// <summary>A failed condition or a missing item: what looking it up cost. Databases and containers cost the same.</summary>
    public const double Fault = 1;

    // From 1 to 10 RU, and from 5 to 50 RU, over 99 KB.
    private const double ReadSlope = 9.0 / 99;
    private const double WriteSlope = 45.0 / 99;

    public static double Read(long bytes) => 1 + (ReadSlope * KilobytesOverOne(bytes));

    public static double Create(long bytes) => 5 + (WriteSlope * KilobytesOverOne(bytes));

    /// <summary>Twice a create: the old version is taken out and the new one put in.</summary>
    public static double Replace(long bytes) => 2 * Create(bytes);

    /// <summary>As a create of the same size.</summary>
    public static double Delete(long bytes) => Create(bytes);

    /// <summary>
    /// A page of a feed or query: 1 RU per KB that was looked at, served or not, at least 1 RU. The service publishes no figure; this is
    /// what reading it as documents of 1 KB would cost.
    /// </summary>
    public static double Feed(long bytes) => Math.Max(1, bytes / 1024.0);

    private static double KilobytesOverOne(long bytes) => Math.Max(0, (bytes / 1024.0) - 1);
}

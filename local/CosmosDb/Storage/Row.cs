namespace LiveTally.Local.CosmosDb.Storage;

/// <summary>The row that a scan stands on. Its spans live until the scan moves on.</summary>
internal sealed class Row(Statement statement)
{
    /// <summary>The columns that every scan selects, in this order.</summary>
    public const string Columns = "number, lsn, ts, body, epk, id";

    public long Number => statement.Int64(0);

    public long Lsn => statement.Int64(1);

    public long Timestamp => statement.Int64(2);

    public ReadOnlySpan<byte> Body => statement.Blob(3);

    public ReadOnlySpan<byte> Epk => statement.Blob(4);

    public string Id => statement.Text(5);
}

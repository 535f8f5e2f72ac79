using Microsoft.Data.Sqlite;

namespace LiveTally.Local.CosmosDb.Storage;

/// <summary>The disk takes no writes for now: it is full, read-only or failing. Nothing was written; a later write may succeed.</summary>
internal sealed class StoreUnavailableException(SqliteException reason) : Exception(reason.Message, reason)
{
    // https://sqlite.org/rescode.html: SQLITE_PERM, READONLY, IOERR, FULL, CANTOPEN.
    private static ReadOnlySpan<int> Codes => [3, 8, 10, 13, 14];

    public static bool IsFor(SqliteException reason) => Codes.Contains(reason.SqliteErrorCode);
}

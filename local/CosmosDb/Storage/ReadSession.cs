using LiveTally.Local.CosmosDb.Partitioning;
using Microsoft.Data.Sqlite;

namespace LiveTally.Local.CosmosDb.Storage;

/// <summary>A read-only connection and its statements. Each scan reads one snapshot; leaving its loop ends the snapshot.</summary>
internal sealed class ReadSession : IDisposable
{
    private const int FewChanges = 1000;

    private readonly SqliteConnection connection;
    private readonly Statement find, byNumber, feed, changes, changesInside, anyExpired;

    public ReadSession(SqliteConnection connection)
    {
        this.connection = connection;
        const string Select = $"SELECT {Row.Columns} FROM documents WHERE";
        find = new(connection, $"{Select} container = ?1 AND epk = ?2 AND id = ?3 AND (expires IS NULL OR expires > ?4)");
        byNumber = new(connection, $"{Select} number = ?1 AND container = ?2 AND (expires IS NULL OR expires > ?3)");
        feed = new(connection, $"""
            {Select} container = ?1 AND (epk, id) > (?2, ?3) AND epk < ?4 AND (expires IS NULL OR expires > ?5) ORDER BY epk, id
            """);
        changes = new(connection, $"""
            {Select} container = ?1 AND lsn > ?2 AND lsn <= ?3 AND epk >= ?4 AND epk < ?5 AND ts >= ?6
            AND (expires IS NULL OR expires > ?7) ORDER BY lsn
            """);
        // The plus signs keep the index on LSNs out of it: few documents are read and sorted, instead of every change being looked at.
        changesInside = new(connection, $"""
            {Select} container = ?1 AND +lsn > ?2 AND +lsn <= ?3 AND epk >= ?4 AND epk < ?5 AND ts >= ?6
            AND (expires IS NULL OR expires > ?7) ORDER BY +lsn
            """);
        anyExpired = new(connection, "SELECT EXISTS (SELECT 1 FROM documents WHERE expires <= ?1)");
    }

    /// <summary>One document, or none.</summary>
    /// <param name="now">Unix seconds; what has expired by then is not served. So too below.</param>
    public IEnumerable<Row> Find(ContainerInfo container, byte[] epk, string id, long now) =>
        Rows(find.Bind(1, container.Number).Bind(2, epk).Bind(3, id).Bind(4, now));

    public IEnumerable<Row> Find(ContainerInfo container, long number, long now) =>
        Rows(byNumber.Bind(1, number).Bind(2, container.Number).Bind(3, now));

    /// <summary>The documents of a range after a position, by effective partition key and id.</summary>
    public IEnumerable<Row> Feed(ContainerInfo container, EpkRange range, FeedPosition after, long now) =>
        Rows(feed.Bind(1, container.Number).Bind(2, after.Epk).Bind(3, after.Id).Bind(4, range.To).Bind(5, now));

    /// <summary>The newest version of each document of a range, written after one LSN, up to another, and not before a time.</summary>
    public IEnumerable<Row> Changes(ContainerInfo container, EpkRange range, long after, long upTo, long notBefore, long now)
    {
        // One partition key far behind the newest change: its documents are fewer than the changes since.
        var scan = range.From.Length > 0 && upTo - after > FewChanges ? changesInside : changes;
        return Rows(scan.Bind(1, container.Number).Bind(2, after).Bind(3, upTo)
            .Bind(4, range.From).Bind(5, range.To).Bind(6, notBefore).Bind(7, now));
    }

    public bool AnyExpired(long now)
    {
        anyExpired.Bind(1, now).Step();
        var any = anyExpired.Int64(0) != 0;
        anyExpired.Reset();
        return any;
    }

    public void Dispose()
    {
        foreach (var statement in (ReadOnlySpan<Statement>)[find, byNumber, feed, changes, changesInside, anyExpired])
        {
            statement.Dispose();
        }

        connection.Dispose();
    }

    private static IEnumerable<Row> Rows(Statement statement)
    {
        var row = new Row(statement);
        try
        {
            while (statement.Step())
            {
                yield return row;
            }
        }
        finally
        {
            statement.Reset();
        }
    }
}

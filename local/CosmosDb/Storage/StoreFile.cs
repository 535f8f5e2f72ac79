using Microsoft.Data.Sqlite;

namespace LiveTally.Local.CosmosDb.Storage;

/// <summary>The store's file: its schema, how it is opened, and the lock that keeps a second server out.</summary>
internal sealed class StoreFile : IDisposable
{
    private const string Schema = """
        PRAGMA journal_mode = WAL;
        CREATE TABLE IF NOT EXISTS databases (
            number INTEGER PRIMARY KEY AUTOINCREMENT, id TEXT NOT NULL UNIQUE, ts INTEGER NOT NULL);
        CREATE TABLE IF NOT EXISTS containers (
            number INTEGER PRIMARY KEY AUTOINCREMENT, database INTEGER NOT NULL, id TEXT NOT NULL,
            definition BLOB NOT NULL, ts INTEGER NOT NULL, lsn INTEGER NOT NULL, UNIQUE (database, id));
        CREATE TABLE IF NOT EXISTS documents (
            number INTEGER PRIMARY KEY, container INTEGER NOT NULL, epk BLOB NOT NULL, id TEXT NOT NULL,
            lsn INTEGER NOT NULL, ts INTEGER NOT NULL, expires INTEGER, body BLOB NOT NULL, UNIQUE (container, epk, id));
        CREATE UNIQUE INDEX IF NOT EXISTS documents_by_lsn ON documents (container, lsn);
        CREATE INDEX IF NOT EXISTS documents_by_expiry ON documents (expires) WHERE expires IS NOT NULL;
        """;

    private readonly string path;
    private readonly FileStream ownership;

    private StoreFile(string path, FileStream ownership) => (this.path, this.ownership) = (path, ownership);

    /// <exception cref="IOException">The directory cannot be written, or another server owns it; the message names it.</exception>
    public static StoreFile Open(string directory)
    {
        FileStream? ownership = null;
        try
        {
            Directory.CreateDirectory(directory);
            // Sequence numbers are assigned in memory, so two servers on one file would corrupt the change feed.
            ownership = new FileStream(Path.Combine(directory, "cosmos.lock"), FileMode.OpenOrCreate, FileAccess.ReadWrite, FileShare.None);
            var file = new StoreFile(Path.Combine(directory, "cosmos.db"), ownership);
            using var connection = file.Connect(SqliteOpenMode.ReadWriteCreate);
            using var create = connection.CreateCommand();
            create.CommandText = Schema;
            create.ExecuteNonQuery();
            return file;
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException or SqliteException)
        {
            ownership?.Dispose();
            throw new IOException($"The Cosmos DB store cannot be opened in '{directory}': {e.Message}", e);
        }
    }

    public SqliteConnection OpenWriter() => Connect(SqliteOpenMode.ReadWrite);

    public SqliteConnection OpenReader() => Connect(SqliteOpenMode.ReadOnly);

    public void Dispose() => ownership.Dispose();

    private SqliteConnection Connect(SqliteOpenMode mode)
    {
        var settings = new SqliteConnectionStringBuilder { DataSource = path, Mode = mode, Pooling = false };
        var connection = new SqliteConnection(settings.ToString());
        try
        {
            connection.Open();
            using var pragmas = connection.CreateCommand();
            pragmas.CommandText = "PRAGMA synchronous = FULL; PRAGMA busy_timeout = 10000; PRAGMA cache_size = -8192;";
            pragmas.ExecuteNonQuery();
            return connection;
        }
        catch
        {
            connection.Dispose();
            throw;
        }
    }
}

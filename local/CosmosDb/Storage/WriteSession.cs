using Microsoft.Data.Sqlite;

namespace LiveTally.Local.CosmosDb.Storage;

/// <summary>The writer's connection and statements. Used by the writer's thread alone, inside its transaction.</summary>
internal sealed class WriteSession : IDisposable
{
    private readonly SqliteConnection connection;
    private readonly List<Statement> statements = [];
    private readonly HashSet<ContainerInfo> touched = [];
    private readonly List<Action> afterCommit = [];
    private readonly List<Action> onRollback = [];
    private readonly Statement begin, commit, rollback, savepoint, release, rollbackTo;
    private readonly Statement find, insert, update, delete, saveLsn, expire;

    public WriteSession(SqliteConnection connection, TimeProvider timeProvider)
    {
        this.connection = connection;
        TimeProvider = timeProvider;
        begin = Prepare("BEGIN IMMEDIATE");
        commit = Prepare("COMMIT");
        rollback = Prepare("ROLLBACK");
        savepoint = Prepare("SAVEPOINT request");
        release = Prepare("RELEASE request");
        rollbackTo = Prepare("ROLLBACK TO request");
        find = Prepare("SELECT number, lsn, ts, expires, body FROM documents WHERE container = ?1 AND epk = ?2 AND id = ?3");
        insert = Prepare(
            "INSERT INTO documents (container, epk, id, lsn, ts, expires, body) VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7) RETURNING number");
        update = Prepare("UPDATE documents SET lsn = ?2, ts = ?3, expires = ?4, body = ?5 WHERE number = ?1");
        delete = Prepare("DELETE FROM documents WHERE number = ?1");
        saveLsn = Prepare("UPDATE containers SET lsn = ?2 WHERE number = ?1");
        expire = Prepare("DELETE FROM documents WHERE expires <= ?1");
    }

    public TimeProvider TimeProvider { get; }

    /// <summary>The time of the group under way, in Unix seconds.</summary>
    public long Now { get; private set; }

    public void Begin()
    {
        Now = TimeProvider.GetUtcNow().ToUnixTimeSeconds();
        begin.Execute();
    }

    public void Savepoint() => savepoint.Execute();

    public void Release() => release.Execute();

    /// <summary>Undoes everything since <see cref="Savepoint"/>.</summary>
    public void Undo()
    {
        rollbackTo.Execute();
        release.Execute();
    }

    /// <summary>Makes the group durable, then visible to change feeds.</summary>
    public void Commit()
    {
        foreach (var container in touched)
        {
            saveLsn.Bind(1, container.Number).Bind(2, container.LastLsn).Execute();
        }

        commit.Execute();
        foreach (var container in touched)
        {
            container.Publish(container.LastLsn);
        }

        afterCommit.ForEach(action => action());
        Forget();
    }

    /// <summary>Adds what is to happen once the group is durable, before anyone is answered.</summary>
    public void AfterCommit(Action action) => afterCommit.Add(action);

    /// <summary>Adds how to take back a change that later requests of the group are to see already.</summary>
    public void OnRollback(Action action) => onRollback.Add(action);

    /// <summary>Gives the group up, unless SQLite has done so already.</summary>
    public void Rollback()
    {
        for (var i = onRollback.Count - 1; i >= 0; i--)
        {
            onRollback[i]();
        }

        Forget();
        if (SQLitePCL.raw.sqlite3_get_autocommit(connection.Handle!) == 0)
        {
            rollback.Execute();
        }
    }

    /// <summary>Finds a document that has not expired.</summary>
    public bool TryFind(ContainerInfo container, byte[] epk, string id, bool withBody, out StoredItem item)
    {
        var found = find.Bind(1, container.Number).Bind(2, epk).Bind(3, id).Step();
        if (!found)
        {
            item = default;
            return false;
        }

        item = new StoredItem(find.Int64(0), find.Int64(1), find.Int64(2), withBody ? find.Blob(4).ToArray() : []);
        var expired = !find.IsNull(3) && find.Int64(3) <= Now;
        find.Reset();
        if (expired)
        {
            // The sweep has not come by yet. What takes this place is a new document.
            delete.Bind(1, item.Number).Execute();
        }

        return !expired;
    }

    public StoredItem Insert(ContainerInfo container, byte[] epk, string id, byte[] body, int? ttl)
    {
        var lsn = NextLsn(container);
        insert.Bind(1, container.Number).Bind(2, epk).Bind(3, id)
            .Bind(4, lsn).Bind(5, Now).Bind(6, container.Definition.Expiry(Now, ttl)).Bind(7, body).Step();
        var number = insert.Int64(0);
        insert.Execute();
        return new StoredItem(number, lsn, Now, body);
    }

    public StoredItem Update(ContainerInfo container, StoredItem current, byte[] body, int? ttl)
    {
        var lsn = NextLsn(container);
        update.Bind(1, current.Number).Bind(2, lsn).Bind(3, Now).Bind(4, container.Definition.Expiry(Now, ttl)).Bind(5, body).Execute();
        return new StoredItem(current.Number, lsn, Now, body);
    }

    public void Delete(ContainerInfo container, StoredItem current)
    {
        NextLsn(container);
        delete.Bind(1, current.Number).Execute();
    }

    public void DeleteExpired() => expire.Bind(1, Now).Execute();

    /// <summary>Sets when the documents of a container expire as if they had been written under this definition.</summary>
    public void ExpireAnew(ContainerInfo container, ContainerDefinition definition)
    {
        if (definition.DefaultTimeToLive is not { } seconds)
        {
            Execute("UPDATE documents SET expires = NULL WHERE container = $1", container.Number);
            return;
        }

        const string Ttl = "coalesce(json_extract(CAST(body AS TEXT), '$.ttl'), $2)";
        Execute($"UPDATE documents SET expires = CASE {Ttl} WHEN -1 THEN NULL ELSE ts + {Ttl} END WHERE container = $1", container.Number, seconds);
    }

    /// <summary>Runs a rare statement: databases and containers come and go seldom.</summary>
    public long Execute(string sql, params ReadOnlySpan<object> parameters)
    {
        using var command = connection.CreateCommand();
        command.CommandText = sql;
        for (var i = 0; i < parameters.Length; i++)
        {
            command.Parameters.AddWithValue($"${i + 1}", parameters[i]);
        }

        return command.ExecuteScalar() is long number ? number : 0;
    }

    public void Dispose()
    {
        foreach (var statement in statements)
        {
            statement.Dispose();
        }

        connection.Dispose();
    }

    private void Forget()
    {
        afterCommit.Clear();
        onRollback.Clear();
        touched.Clear();
    }

    private long NextLsn(ContainerInfo container)
    {
        touched.Add(container);
        return ++container.LastLsn;
    }

    private Statement Prepare(string sql)
    {
        var statement = new Statement(connection, sql);
        statements.Add(statement);
        return statement;
    }
}

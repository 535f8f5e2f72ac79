using System.Collections.Concurrent;
using LiveTally.Local.CosmosDb.Http;
using Microsoft.Data.Sqlite;

namespace LiveTally.Local.CosmosDb.Storage;

/// <summary>The databases and containers, in memory; every change goes through the writer first.</summary>
internal sealed class Catalog(Writer writer)
{
    private readonly ConcurrentDictionary<string, DatabaseInfo> databases = new(StringComparer.Ordinal);
    private readonly ConcurrentDictionary<long, ContainerInfo> byNumber = [];

    /// <summary>Reads what the store holds.</summary>
    public void Load(SqliteConnection connection)
    {
        using var command = connection.CreateCommand();
        command.CommandText = "SELECT number, id, ts FROM databases";
        using (var rows = command.ExecuteReader())
        {
            while (rows.Read())
            {
                var database = new DatabaseInfo(rows.GetInt64(0), rows.GetString(1), rows.GetInt64(2));
                databases[database.Id] = database;
            }
        }

        var owners = databases.Values.ToDictionary(database => database.Number);
        command.CommandText = "SELECT database, number, id, definition, ts, lsn FROM containers";
        using var containers = command.ExecuteReader();
        while (containers.Read())
        {
            Add(new ContainerInfo(
                owners[containers.GetInt64(0)], containers.GetInt64(1), containers.GetString(2),
                new ContainerDefinition(containers.GetFieldValue<byte[]>(3), containers.GetInt64(4)), containers.GetInt64(5)));
        }
    }

    public IEnumerable<DatabaseInfo> Databases => databases.Values.OrderBy(database => database.Number);

    /// <exception cref="CosmosException">404.</exception>
    public DatabaseInfo Database(string id) =>
        databases.GetValueOrDefault(id) ?? throw CosmosException.NotFound($"The database '{id}' does not exist.");

    /// <param name="ownerSubStatus">1003 where the request is for something inside the container, which tells the SDK so.</param>
    /// <exception cref="CosmosException">404.</exception>
    public ContainerInfo Container(string database, string id, int ownerSubStatus = 0) =>
        databases.GetValueOrDefault(database)?.Containers.GetValueOrDefault(id)
        ?? throw CosmosException.NotFound($"The container '{database}/{id}' does not exist.", ownerSubStatus);

    /// <exception cref="CosmosException">404.</exception>
    private ContainerInfo ContainerByResourceId(string rid) =>
        ResourceId.TryParseContainer(rid, out var number) && byNumber.TryGetValue(number, out var container)
            ? container
            : throw CosmosException.NotFound($"There is no container with the RID '{rid}'.", 1003);

    /// <summary>Finds a container however a client addresses it: by the names of database and container, or by the RIDs of both.</summary>
    /// <exception cref="CosmosException">404.</exception>
    public ContainerInfo ContainerByNameOrResourceId(string database, string container) =>
        databases.GetValueOrDefault(database)?.Containers.GetValueOrDefault(container) ?? ContainerByResourceId(container);

    /// <exception cref="CosmosException">409.</exception>
    public async Task<DatabaseInfo> CreateDatabaseAsync(string id)
    {
        var created = await writer.RunAsync<DatabaseInfo?>(session =>
        {
            var number = session.Execute("INSERT OR IGNORE INTO databases (id, ts) VALUES ($1, $2) RETURNING number", id, session.Now);
            var database = number == 0 ? null : new DatabaseInfo(number, id, session.Now);
            if (database is not null)
            {
                session.AfterCommit(() => databases[id] = database);
            }

            return (database, true);
        });
        return created ?? throw CosmosException.Conflict($"The database '{id}' exists already.");
    }

    /// <exception cref="CosmosException">400: the definition is not valid. 409: there is one of this name.</exception>
    public async Task<ContainerInfo> CreateContainerAsync(DatabaseInfo database, string id, byte[] definition)
    {
        var created = await writer.RunAsync<ContainerInfo?>(session =>
        {
            var number = session.Execute(
                """
                INSERT OR IGNORE INTO containers (database, id, definition, ts, lsn)
                SELECT number, $2, $3, $4, 0 FROM databases WHERE number = $1 RETURNING number
                """,
                database.Number, id, definition, session.Now);
            var container = number == 0 ? null : new ContainerInfo(database, number, id, new ContainerDefinition(definition, session.Now), lsn: 0);
            if (container is not null)
            {
                session.AfterCommit(() => Add(container));
            }

            return (container, true);
        });
        return created ?? throw CosmosException.Conflict($"The container '{database.Id}/{id}' exists already.");
    }

    /// <summary>Replaces a definition. A new default ttl holds for the documents that are there, too, from when they were written.</summary>
    /// <exception cref="CosmosException">400: the partition key is another. 404: deleted meanwhile. 412: it has another entity tag.</exception>
    public Task<ContainerInfo> ReplaceContainerAsync(ContainerInfo container, byte[] json, string? ifMatch) => writer.RunAsync(session =>
    {
        var (old, definition) = (container.Definition, new ContainerDefinition(json, session.Now));
        if (container.Deleted)
        {
            throw CosmosException.NotFound($"The container '{container.Id}' does not exist.");
        }

        if (ifMatch is not (null or "*") && ifMatch != container.DefinitionETag)
        {
            throw new CosmosException(412, "One of the specified pre-condition is not met: the container has another ETag.");
        }

        if (!definition.PartitionKey.IsSameAs(old.PartitionKey))
        {
            throw CosmosException.BadRequest("The partition key of a container cannot be changed.");
        }

        session.Execute("UPDATE containers SET definition = $2, ts = $3 WHERE number = $1", container.Number, json, session.Now);
        if (definition.DefaultTimeToLive != old.DefaultTimeToLive)
        {
            session.ExpireAnew(container, definition);
        }

        container.Definition = definition;
        session.OnRollback(() => container.Definition = old);
        return (container, true);
    });

    public Task DeleteDatabaseAsync(DatabaseInfo database) => writer.RunAsync(session =>
    {
        foreach (var container in database.Containers.Values)
        {
            Delete(session, container);
        }

        session.Execute("DELETE FROM databases WHERE number = $1", database.Number);
        session.AfterCommit(() => databases.TryRemove(database.Id, out _));
        return (true, true);
    });

    public Task DeleteContainerAsync(ContainerInfo container) => writer.RunAsync(session =>
    {
        Delete(session, container);
        return (true, true);
    });

    private void Delete(WriteSession session, ContainerInfo container)
    {
        session.Execute("DELETE FROM documents WHERE container = $1", container.Number);
        session.Execute("DELETE FROM containers WHERE number = $1", container.Number);
        container.Deleted = true;
        session.OnRollback(() => container.Deleted = false);
        session.AfterCommit(() => Remove(container));
    }

    private void Add(ContainerInfo container)
    {
        byNumber[container.Number] = container;
        container.Database.Containers[container.Id] = container;
    }

    private void Remove(ContainerInfo container)
    {
        byNumber.TryRemove(container.Number, out _);
        container.Database.Containers.TryRemove(container.Id, out _);
        // Whoever holds a change feed request open looks again, and finds nothing to wait for.
        container.Publish(container.LastLsn);
    }
}

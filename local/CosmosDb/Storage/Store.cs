using Microsoft.Data.Sqlite;
using Microsoft.Extensions.Logging;

namespace LiveTally.Local.CosmosDb.Storage;

/// <summary>The whole store: one file, one writer, many readers, and the sweep that removes what has expired.</summary>
internal sealed class Store : IAsyncDisposable
{
    private static readonly TimeSpan SweepInterval = TimeSpan.FromSeconds(1);

    private readonly StoreFile file;
    private readonly ILogger logger;
    private readonly TimeProvider timeProvider;
    private readonly CancellationTokenSource stopping = new();
    private Task sweeping = Task.CompletedTask;

    private Store(StoreFile file, ILogger logger, TimeProvider timeProvider)
    {
        (this.file, this.logger, this.timeProvider) = (file, logger, timeProvider);
        Readers = new ReaderPool(file);
        Writer = new Writer(new WriteSession(file.OpenWriter(), timeProvider), logger);
        Catalog = new Catalog(Writer);
    }

    public Catalog Catalog { get; }

    public Writer Writer { get; }

    public ReaderPool Readers { get; }

    public TimeProvider TimeProvider => timeProvider;

    /// <summary>Unix seconds.</summary>
    public long Now => timeProvider.GetUtcNow().ToUnixTimeSeconds();

    /// <exception cref="IOException">The directory cannot be written, or another server owns it.</exception>
    public static async Task<Store> OpenAsync(string directory, ILogger logger, TimeProvider timeProvider)
    {
        var store = new Store(StoreFile.Open(directory), logger, timeProvider);
        try
        {
            using var connection = store.file.OpenReader();
            store.Catalog.Load(connection);
            store.sweeping = store.SweepAsync(store.stopping.Token);
            return store;
        }
        catch
        {
            await store.DisposeAsync();
            throw;
        }
    }

    public async ValueTask DisposeAsync()
    {
        await stopping.CancelAsync();
        await sweeping;
        await Writer.DisposeAsync();
        Readers.Dispose();
        file.Dispose();
        stopping.Dispose();
    }

    private async Task SweepAsync(CancellationToken ct)
    {
        using var timer = new PeriodicTimer(SweepInterval, timeProvider);
        try
        {
            while (await timer.WaitForNextTickAsync(ct))
            {
                await SweepAsync();
            }
        }
        catch (OperationCanceledException) when (ct.IsCancellationRequested)
        {
            // The store is closing.
        }
    }

    private async Task SweepAsync()
    {
        try
        {
            if (AnyExpired())
            {
                await Writer.RunAsync(session =>
                {
                    session.DeleteExpired();
                    return (true, true);
                });
            }
        }
        catch (SqliteException e)
        {
            Log.SweepFailed(logger, e);
        }
    }

    private bool AnyExpired()
    {
        using var lease = Readers.Rent();
        return lease.Session.AnyExpired(Now);
    }
}

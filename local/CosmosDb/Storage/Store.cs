using System.Text.Json;
using LiveTally.Local.CosmosDb.Http;
using LiveTally.Local.CosmosDb.Items;
using LiveTally.Local.Faults;
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

    private Store(StoreFile file, ILogger logger, TimeProvider timeProvider, FaultInjector? faults)
    {
        (this.file, this.logger, this.timeProvider) = (file, logger, timeProvider);
        Readers = new ReaderPool(file);
        Writer = new Writer(new WriteSession(file.OpenWriter(), timeProvider), logger);
        Catalog = new Catalog(Writer);
        OtherOwner = new OtherOwner(Writer, faults);
    }

    public Catalog Catalog { get; }

    public Writer Writer { get; }

    public ReaderPool Readers { get; }

    public OtherOwner OtherOwner { get; }

    public TimeProvider TimeProvider => timeProvider;

    /// <summary>Unix seconds.</summary>
    public long Now => timeProvider.GetUtcNow().ToUnixTimeSeconds();

    /// <exception cref="IOException">
    /// The directory cannot be written, another server owns it, or what is in it cannot be read; the message names it.
    /// </exception>
    public static async Task<Store> OpenAsync(string directory, ILogger logger, TimeProvider timeProvider, FaultInjector? faults = null)
    {
        var file = StoreFile.Open(directory);
        Store? store = null;
        try
        {
            store = new Store(file, logger, timeProvider, faults);
            using var connection = file.OpenReader();
            store.Catalog.Load(connection);
            store.sweeping = store.SweepAsync(store.stopping.Token);
            return store;
        }
        catch (Exception e)
        {
            await (store?.DisposeAsync() ?? ValueTask.CompletedTask);
            file.Dispose();
            if (e is SqliteException or JsonException or CosmosException or KeyNotFoundException or InvalidCastException)
            {
                throw new IOException($"The Cosmos DB store in '{directory}' cannot be read: {e.Message}", e);
            }

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
        catch (Exception e)
        {
            // Whatever it is: were the sweep to end here, nothing would expire any more.
            Log.SweepFailed(logger, e);
        }
    }

    private bool AnyExpired()
    {
        using var lease = Readers.Rent();
        return lease.Session.AnyExpired(Now);
    }
}

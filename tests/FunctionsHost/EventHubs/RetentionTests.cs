using LiveTally.Local.EventHubs;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Logging.Abstractions;

namespace LiveTally.Tests.FunctionsHost.EventHubs;

public sealed class RetentionTests : IDisposable
{
    private static readonly Handler Succeed = (_, _) => Task.CompletedTask;
    private readonly Recorder<Batch> batches = new();
    private readonly LogCapture logged = new();

    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    public void Dispose() => logged.Dispose();

    [Fact]
    public async Task The_log_keeps_no_more_than_the_bytes_it_is_told_and_a_segment()
    {
        using var directory = new TemporaryDirectory();
        await using var host = await StartAsync(directory, ("LIVETALLY_LOG_RETENTION_BYTES", "1000000"));
        for (var i = 0; i < 40; i++)
            await host.AppendAsync(0, new string('x', 100_000));

        Assert.InRange(host.Log.GetProperties(0).BeginningSequenceNumber, 15, 30);
        Assert.InRange(BytesIn(directory), 1_000_000, 2_500_000);
    }

    [Fact]
    public async Task The_log_drops_what_is_older_than_it_is_told_though_nothing_follows()
    {
        using var directory = new TemporaryDirectory();
        await using var host = await StartAsync(directory, ("LIVETALLY_LOG_RETENTION", "00:00:01"));
        await host.AppendAsync(0, "old");
        await batches.WaitForCountAsync(1);

        for (var i = 0; i < 300 && !host.Log.GetProperties(0).IsEmpty; i++)
            await Task.Delay(100, Cancellation);

        Assert.True(host.Log.GetProperties(0).IsEmpty);
        await host.AppendAsync(0, "new");
        Assert.Equal(["new"], (await batches.WaitForCountAsync(2))[1].Events);
    }

    [Fact]
    public async Task A_function_whose_checkpoint_is_deleted_goes_on_at_the_oldest_event_and_the_log_says_so_once()
    {
        using var directory = new TemporaryDirectory();
        await using (var before = await StartAsync(directory))
        {
            await before.AppendAsync(0, "first");
            await batches.WaitForCountAsync(1);
        }

        var oldest = await OutliveAsync(directory);
        await using var host = await StartAsync(directory);
        var seen = await batches.WaitAsync(all => all.SelectMany(batch => batch.SequenceNumbers).Contains(30));

        Assert.True(oldest > 1);
        Assert.Equal(Enumerable.Range((int)oldest, 31 - (int)oldest).Select(n => (long)n), seen.Skip(1).SelectMany(batch => batch.SequenceNumbers));
        var said = Assert.Single(logged.Entries, entry => entry.Level == LogLevel.Warning && entry.Message.Contains("Retention", StringComparison.Ordinal));
        Assert.Contains($"events 1 to {oldest - 1} of partition 0", said.Message, StringComparison.Ordinal);
    }

    /// <summary>Appends 30 events while nobody reads, and keeps so little that some are gone; returns the oldest number left.</summary>
    private static async Task<long> OutliveAsync(TemporaryDirectory directory)
    {
        await using var log = EventLog.Open(
            new EventLogOptions
            {
                DataDirectory = Path.Combine(directory.Path, "eventhubs"), PartitionCount = 4, SegmentBytes = 4096, RetentionBytes = 4096,
            },
            NullLogger<EventLog>.Instance,
            TimeProvider.System);
        for (var i = 0; i < 30; i++)
            await log.AppendAsync(0, [new byte[500]], Cancellation);
        return log.GetProperties(0).BeginningSequenceNumber;
    }

    private static long BytesIn(TemporaryDirectory directory) =>
        Directory.EnumerateFiles(Path.Combine(directory.Path, "eventhubs"), "*.log").Sum(file => new FileInfo(file).Length);

    private Task<TestHost> StartAsync(TemporaryDirectory directory, (string Key, string Value)? setting = null) =>
        TestHost.StartAsync(directory, typeof(BatchFunctions), builder =>
        {
            builder.Services.AddSingleton(batches);
            builder.Services.AddSingleton(Succeed);
            builder.Logging.AddProvider(logged);
            if (setting is var (key, value))
                builder.Configuration[key] = value;
        });
}

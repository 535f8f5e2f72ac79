using LiveTally.Local.EventHubs;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging.Abstractions;

namespace LiveTally.Tests.FunctionsHost.EventHubs;

public sealed class LogOfTheHostTests
{
    private static readonly Handler Succeed = (_, _) => Task.CompletedTask;
    private readonly Recorder<Batch> batches = new();

    [Fact]
    public async Task A_partition_that_cannot_be_read_stops_the_host_though_the_others_go_on()
    {
        using var directory = new TemporaryDirectory();
        var data = Path.Combine(directory.Path, "eventhubs");
        await using (var log = EventLog.Open(
            new EventLogOptions { DataDirectory = data, PartitionCount = 4 }, NullLogger<EventLog>.Instance, TimeProvider.System))
        {
            for (var i = 0; i < 11; i++)
                await log.AppendAsync(0, [new byte[] { (byte)'a' }], TestContext.Current.CancellationToken);
        }

        var exitCode = Environment.ExitCode;
        var release = new TaskCompletionSource();
        await using var host = await StartAsync(directory, (_, _) => release.Task);
        await batches.WaitForCountAsync(1);
        await using (var file = new FileStream(
            Assert.Single(Directory.GetFiles(data, "*.log")), FileMode.Open, FileAccess.Write, FileShare.ReadWrite | FileShare.Delete))
        {
            file.Seek(-1, SeekOrigin.End);
            file.WriteByte(0xFF);
        }

        var stopped = new TaskCompletionSource();
        using var registration = host.Services.GetRequiredService<IHostApplicationLifetime>().ApplicationStopping.Register(stopped.SetResult);
        release.SetResult();

        await stopped.Task.WaitAsync(TimeSpan.FromSeconds(30), TestContext.Current.CancellationToken);
        Assert.Equal(1, Environment.ExitCode);
        Environment.ExitCode = exitCode;
    }

    [Fact]
    public async Task A_damaged_checkpoint_file_is_named_at_the_start()
    {
        using var directory = new TemporaryDirectory();
        var path = Path.Combine(directory.Path, "eventhubs", "checkpoints", "$Default.checkpoints");
        Directory.CreateDirectory(Path.GetDirectoryName(path)!);
        await File.WriteAllBytesAsync(path, [.. Enumerable.Repeat((byte)0xAB, 256)], TestContext.Current.CancellationToken);

        var error = await Assert.ThrowsAnyAsync<Exception>(() => StartAsync(directory, Succeed));

        Assert.Equal("StartupException", error.GetType().Name);
        Assert.Contains(path, error.Message, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("LIVETALLY_LOG_RETENTION", "soon")]
    [InlineData("LIVETALLY_LOG_RETENTION", "-1.00:00:00")]
    [InlineData("LIVETALLY_LOG_RETENTION_BYTES", "-1")]
    public async Task A_retention_that_makes_no_sense_is_named_at_the_start(string key, string value)
    {
        using var directory = new TemporaryDirectory();

        var error = await Assert.ThrowsAnyAsync<Exception>(() => StartAsync(directory, Succeed, (key, value)));

        Assert.Contains(key, error.Message, StringComparison.Ordinal);
    }

    private Task<TestHost> StartAsync(TemporaryDirectory directory, Handler handler, (string Key, string Value)? setting = null) =>
        TestHost.StartAsync(directory, typeof(BatchFunctions), builder =>
        {
            builder.Services.AddSingleton(batches);
            builder.Services.AddSingleton(handler);
            if (setting is var (key, value))
                builder.Configuration[key] = value;
        });
}

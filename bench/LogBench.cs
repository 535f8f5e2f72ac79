using System.Diagnostics;
using LiveTally.Local.EventHubs;
using Microsoft.Extensions.Logging.Abstractions;
using EventLog = LiveTally.Local.EventHubs.EventLog;

namespace LiveTally.Bench;

/// <summary>The vote log by itself: durable appends a second, and how long a log of about 400 MB takes to open.</summary>
internal static class LogBench
{
    private const int EventBytes = 200;
    private const long ReopenedBytes = 400_000_000;
    private static readonly TimeSpan Duration = TimeSpan.FromSeconds(5);

    public static async Task<int> RunAsync(CancellationToken cancellationToken)
    {
        await InFolderAsync(async options =>
        {
            await using var log = Open(options);
            foreach (var callers in (int[])[64, 1000])
                Console.WriteLine($"{callers} callers: {await AppendAsync(log, callers, cancellationToken):N0} appends/s of {EventBytes} bytes");
        });
        await InFolderAsync(async options =>
        {
            await using (var log = Open(options))
            {
                ReadOnlyMemory<byte>[] events = [.. Enumerable.Repeat<ReadOnlyMemory<byte>>(new byte[EventBytes], 10)];
                while (Size(options.DataDirectory) < ReopenedBytes)
                    await Task.WhenAll(Enumerable.Range(0, 1000).Select(i => log.AppendAsync(i % log.PartitionCount, events, cancellationToken).AsTask()));
            }

            var start = Stopwatch.GetTimestamp();
            await using var again = Open(options);
            Console.WriteLine($"{Size(options.DataDirectory) / 1e6:N0} MB opened in {Stopwatch.GetElapsedTime(start).TotalMilliseconds:N0} ms, from the system's cache");
        });
        return 0;
    }

    private static async Task InFolderAsync(Func<EventLogOptions, Task> measure)
    {
        var directory = Directory.CreateTempSubdirectory("livetally-bench-").FullName;
        try
        {
            await measure(new EventLogOptions { DataDirectory = directory });
        }
        finally
        {
            Directory.Delete(directory, recursive: true);
        }
    }

    private static async Task<double> AppendAsync(EventLog log, int callers, CancellationToken cancellationToken)
    {
        var start = Stopwatch.GetTimestamp();
        var counts = await Task.WhenAll(Enumerable.Range(0, callers).Select(caller => Task.Run(async () =>
        {
            ReadOnlyMemory<byte>[] one = [new byte[EventBytes]];
            long count = 0;
            for (; Stopwatch.GetElapsedTime(start) < Duration; count++)
                await log.AppendAsync(caller % log.PartitionCount, one, cancellationToken);
            return count;
        })));
        return counts.Sum() / Stopwatch.GetElapsedTime(start).TotalSeconds;
    }

    private static EventLog Open(EventLogOptions options) => EventLog.Open(options, NullLogger<EventLog>.Instance, TimeProvider.System);

    private static long Size(string directory) => Directory.EnumerateFiles(directory, "*.log").Sum(path => new FileInfo(path).Length);
}

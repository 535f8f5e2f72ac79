using System.Collections.Concurrent;
using System.Globalization;
using System.Text;
using LiveTally.Local.EventHubs;
using Microsoft.Extensions.Logging;

namespace LiveTally.Tests.EventHubs;

/// <summary>A log in a directory of its own that goes with it.</summary>
internal sealed class TestLog : IAsyncDisposable
{
    private readonly List<EventLog> opened = [];

    public TestLog() => Options = new EventLogOptions { DataDirectory = Directory, PartitionCount = 4 };

    public string Directory { get; } = System.IO.Directory.CreateTempSubdirectory("livetally-log-").FullName;

    public EventLogOptions Options { get; init; }

    public ManualTime Time { get; } = new();

    public Messages Logged { get; } = new();

    public string[] Segments => [.. System.IO.Directory.GetFiles(Directory, "*.log").Order(StringComparer.Ordinal)];

    public EventLog Open() => Open(Options);

    public EventLog Open(EventLogOptions options)
    {
        var log = EventLog.Open(options with { DataDirectory = Directory }, Logged, Time);
        opened.Add(log);
        return log;
    }

    /// <summary>Appends events one after the other, each in a commit of its own, and closes the log.</summary>
    public async Task FillAsync(int partition, params string[] bodies)
    {
        await using var log = Open();
        foreach (var body in bodies)
            await log.AppendAsync(partition, body);
    }

    public async ValueTask DisposeAsync()
    {
        foreach (var log in opened)
            await log.DisposeAsync();
        System.IO.Directory.Delete(Directory, recursive: true);
    }

    /// <summary>Keeps the warnings and worse.</summary>
    public sealed class Messages : ILogger<EventLog>
    {
        public ConcurrentQueue<string> Warnings { get; } = new();

        public IDisposable? BeginScope<TState>(TState state)
            where TState : notnull => null;

        public bool IsEnabled(LogLevel logLevel) => logLevel >= LogLevel.Warning;

        public void Log<TState>(
            LogLevel logLevel, EventId eventId, TState state, Exception? exception, Func<TState, Exception?, string> formatter)
        {
            if (IsEnabled(logLevel))
                Warnings.Enqueue(formatter(state, exception));
        }
    }

    /// <summary>Time that only moves when told to.</summary>
    public sealed class ManualTime : TimeProvider
    {
        public DateTimeOffset Now { get; set; } = DateTimeOffset.Parse("2026-03-01T12:00:00Z", CultureInfo.InvariantCulture);

        public override DateTimeOffset GetUtcNow() => Now;
    }
}

internal static class EventLogTestExtensions
{
    private static CancellationToken Cancel => TestContext.Current.CancellationToken;

    public static ValueTask<long> AppendAsync(this EventLog log, int partition, params string[] bodies) =>
        log.AppendAsync(partition, [.. bodies.Select(b => (ReadOnlyMemory<byte>)Encoding.UTF8.GetBytes(b))], Cancel);

    public static ValueTask<IReadOnlyList<LoggedEvent>> ReadAsync(
        this EventLog log, int partition, long from = 0, int maxEvents = int.MaxValue) =>
        log.ReadAsync(partition, from, maxEvents, Cancel);

    public static async Task<string[]> BodiesAsync(this EventLog log, int partition, long from = 0, int maxEvents = int.MaxValue) =>
        [.. (await log.ReadAsync(partition, from, maxEvents)).Select(e => e.Text())];

    public static string Text(this LoggedEvent logged) => Encoding.UTF8.GetString(logged.Body.Span);

    public static void AssertGapless(this IReadOnlyList<LoggedEvent> events, long first)
    {
        for (var i = 0; i < events.Count; i++)
            Assert.Equal(first + i, events[i].SequenceNumber);
    }
}

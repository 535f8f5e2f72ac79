using System.Diagnostics;
using System.Globalization;
using System.Text;
using LiveTally.Local.EventHubs;
using Microsoft.Extensions.Logging.Abstractions;
using EventLog = LiveTally.Local.EventHubs.EventLog;

namespace LiveTally.Tests.EventHubs;

/// <summary>What this program does as another process.</summary>
internal static class Child
{
    public const int RefusedEventBytes = 64 << 10;

    public static Process Start(string mode, string directory, int? fileSizeLimit = null)
    {
        var program = Path.Combine(AppContext.BaseDirectory, "LiveTally.Tests.EventHubs");
        var limit = string.Create(CultureInfo.InvariantCulture, $"trap '' XFSZ; ulimit -f {fileSizeLimit}; exec \"$0\" \"$@\"");
        var start = fileSizeLimit is null
            ? new ProcessStartInfo(program, [mode, directory])
            : new ProcessStartInfo("/bin/sh", ["-c", limit, program, mode, directory]);
        start.RedirectStandardOutput = true;
        start.RedirectStandardInput = true;

        // The runtime's own large files would hit the limit too.
        start.Environment["DOTNET_EnableWriteXorExecute"] = "0";
        return Process.Start(start)!;
    }

    public static async Task<int> AppendUntilKilledAsync(string directory)
    {
        await using var log = EventLog.Open(Options(directory), NullLogger<EventLog>.Instance, TimeProvider.System);
        await using var output = Console.OpenStandardOutput();
        await Task.WhenAll(Enumerable.Range(0, 32).Select(writer => Task.Run(() => WriteAsync(writer))));
        return 0;

        async Task WriteAsync(int writer)
        {
            var partition = writer % log.PartitionCount;
            for (var i = 0; ; i++)
            {
                var body = string.Create(CultureInfo.InvariantCulture, $"writer-{writer}-event-{i}");
                var sequenceNumber = await log.AppendAsync(partition, [Encoding.UTF8.GetBytes(body)], CancellationToken.None);
                var line = string.Create(CultureInfo.InvariantCulture, $"{partition} {sequenceNumber} {body} ok\n");
                lock (output)
                    output.Write(Encoding.UTF8.GetBytes(line));
            }
        }
    }

    /// <summary>Appends until the disk refuses, then one small event, which must fit; prints how many were, and the error.</summary>
    public static async Task<int> AppendUntilRefusedAsync(string directory)
    {
        await using var log = EventLog.Open(Options(directory), NullLogger<EventLog>.Instance, TimeProvider.System);
        var acknowledged = 0;
        try
        {
            while (true)
            {
                await log.AppendAsync(0, [new byte[RefusedEventBytes]], CancellationToken.None);
                acknowledged++;
            }
        }
        catch (EventLogException e)
        {
            var next = await log.AppendAsync(0, ["small"u8.ToArray()], CancellationToken.None);
            Console.WriteLine(string.Create(CultureInfo.InvariantCulture, $"{acknowledged} {e.Error} {next}"));
            return 0;
        }
    }

    private static EventLogOptions Options(string directory) =>
        new() { DataDirectory = directory, PartitionCount = 4, SegmentBytes = 4 << 20 };
}

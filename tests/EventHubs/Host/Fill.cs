using System.Globalization;
using System.Runtime.InteropServices;
using System.Runtime.Versioning;
using LiveTally.Local.EventHubs;

namespace LiveTally.Tests.EventHubs.Host;

/// <summary>A disk that becomes full and has space again: a limit of this process for the size of a file stands in for it.</summary>
[UnsupportedOSPlatform("windows")]
internal static partial class Fill
{
    private const int EventBytes = 64 << 10;
    private const ulong LimitBytes = 300 << 10;
    private const int FileSize = 1;
    private const PosixSignal FileSizeExceeded = (PosixSignal)25;

    /// <summary>Prints how many large events were appended, the refusal, and the numbers of a small event and of a large one once there is space.</summary>
    public static async Task RunAsync(EventLog log)
    {
        using var ignored = PosixSignalRegistration.Create(FileSizeExceeded, context => context.Cancel = true);
        if (GetLimit(FileSize, out var limit) != 0)
            throw new InvalidOperationException("The limit cannot be read.");
        var before = limit.Now;
        Limit(limit with { Now = LimitBytes });
        var appended = 0;
        EventLogException? refusal = null;
        while (refusal is null)
        {
            try
            {
                await AppendAsync(EventBytes);
                appended++;
            }
            catch (EventLogException e)
            {
                refusal = e;
            }
        }

        var small = await AppendAsync(1);
        Limit(limit with { Now = before });
        var large = await AppendAsync(EventBytes);
        Console.WriteLine(string.Create(CultureInfo.InvariantCulture, $"{appended}|{refusal.Error}|{refusal.Message}|{small}|{large}"));

        ValueTask<long> AppendAsync(int bytes) => log.AppendAsync(0, [new byte[bytes]], CancellationToken.None);
    }

    private static void Limit(FileSizeLimit limit)
    {
        if (SetLimit(FileSize, limit) != 0)
            throw new InvalidOperationException("The limit cannot be set: " + Marshal.GetLastPInvokeErrorMessage());
    }

    [LibraryImport("libc", EntryPoint = "getrlimit", SetLastError = true)]
    private static partial int GetLimit(int resource, out FileSizeLimit limit);

    [LibraryImport("libc", EntryPoint = "setrlimit", SetLastError = true)]
    private static partial int SetLimit(int resource, in FileSizeLimit limit);

    /// <summary>Bytes, as <c>struct rlimit</c> has them.</summary>
    private record struct FileSizeLimit(ulong Now, ulong Most);
}

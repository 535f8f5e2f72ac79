using System.Diagnostics;
using LiveTally.Tests.EventHubs.Host;

namespace LiveTally.Tests.EventHubs;

/// <summary>The log in a process of its own.</summary>
internal sealed class HostProcess : IDisposable
{
    private static readonly TimeSpan Generous = TimeSpan.FromSeconds(60);
    private readonly TaskCompletionSource started = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private readonly Process process;

    private HostProcess(Process process)
    {
        this.process = process;
        Lines = ReadAsync();
    }

    /// <summary>All that it has printed, once it has ended; a last line that was cut is there too.</summary>
    public Task<List<string>> Lines { get; }

    public static HostProcess Start(params string[] arguments)
    {
        var start = new ProcessStartInfo("dotnet", [typeof(LogOptions).Assembly.Location, .. arguments]) { RedirectStandardOutput = true };

        // The runtime's own large files would hit a limit for their size too.
        start.Environment["DOTNET_EnableWriteXorExecute"] = "0";
        return new HostProcess(Process.Start(start)!);
    }

    /// <summary>Kills it at some moment after its first append; returns what it had printed.</summary>
    public async Task<List<string>> KillAsync(TimeSpan afterFirstAppend)
    {
        await started.Task.WaitAsync(Generous);
        await Task.Delay(afterFirstAppend);
        process.Kill();
        var lines = await EndAsync();
        Assert.Equal(128 + 9, process.ExitCode);
        return lines;
    }

    /// <summary>Waits for its own end; returns what it had printed.</summary>
    public async Task<List<string>> EndAsync()
    {
        var lines = await Lines.WaitAsync(Generous);
        await process.WaitForExitAsync().WaitAsync(Generous);
        return lines;
    }

    public void Dispose()
    {
        process.Kill();
        process.Dispose();
    }

    private async Task<List<string>> ReadAsync()
    {
        var lines = new List<string>();
        while (await process.StandardOutput.ReadLineAsync() is { } line)
        {
            lines.Add(line);
            if (line.StartsWith("append", StringComparison.Ordinal))
                started.TrySetResult();
        }

        return lines;
    }
}

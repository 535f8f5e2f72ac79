using System.Diagnostics;
using System.Globalization;
using System.Text.RegularExpressions;

namespace LiveTally.Tests.Faults.Driving;

/// <summary>The server in a process of its own, which is killed, stopped and started again on the same data and port.</summary>
internal sealed partial class ServerProcess : IAsyncDisposable
{
    private static readonly TimeSpan StartLimit = TimeSpan.FromSeconds(90);

    private readonly ProcessStartInfo _info;
    private readonly TextWriter _log;
    private Process? _process;
    private string? _lastLine;

    /// <param name="options">Which server, and its settings.</param>
    /// <param name="data">Its data directory.</param>
    /// <param name="log">The file that gets what it says.</param>
    public ServerProcess(RunOptions options, string data, string log)
    {
        _log = TextWriter.Synchronized(new StreamWriter(log) { AutoFlush = true });
        _info = new ProcessStartInfo("dotnet", [options.Server]) { RedirectStandardOutput = true, RedirectStandardError = true };
        foreach (var (name, value) in Environment(data, options.Partitions).Concat(options.Settings))
            _info.Environment[name] = value;
    }

    public Uri Address { get; private set; } = null!;

    public string AdminKey { get; private set; } = "";

    public bool Runs => _process is { HasExited: false };

    /// <summary>The exit code of a process that ended.</summary>
    public int? ExitCode => _process is { HasExited: true } ended ? ended.ExitCode : null;

    /// <summary>Starts it and returns when it says that it runs.</summary>
    /// <exception cref="InvalidOperationException">It ended instead, or said nothing in time.</exception>
    public async Task StartAsync()
    {
        _process?.Dispose();
        var process = _process = Process.Start(_info)!;
        var running = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        process.OutputDataReceived += (_, line) => Hear(line.Data, running);
        process.ErrorDataReceived += (_, line) => Hear(line.Data, running);
        process.BeginOutputReadLine();
        process.BeginErrorReadLine();

        var ended = process.WaitForExitAsync();
        if (await Task.WhenAny(running.Task, ended, Task.Delay(StartLimit)) != running.Task)
            throw new InvalidOperationException(process.HasExited ? $"The server ended at its start with exit code {process.ExitCode}; it said last: {_lastLine}" : $"The server did not start in {StartLimit}.");

        // So that clients find it again.
        _info.Environment["LIVETALLY_PORT"] = Address.Port.ToString(CultureInfo.InvariantCulture);
    }

    /// <summary>SIGKILL: the process gets no chance to do anything.</summary>
    public async Task KillAsync()
    {
        _process!.Kill();
        await _process.WaitForExitAsync();
    }

    /// <summary>SIGSTOP, and after a while SIGCONT.</summary>
    public async Task FreezeAsync(TimeSpan duration)
    {
        await SignalAsync("-STOP");
        await Task.Delay(duration);
        await SignalAsync("-CONT");
    }

    public async ValueTask DisposeAsync()
    {
        if (Runs)
            await KillAsync();
        _process?.Dispose();
        await _log.DisposeAsync();
    }

    private static Dictionary<string, string?> Environment(string data, int partitions) => new()
    {
        ["LIVETALLY_PORT"] = "0",
        ["LIVETALLY_DATA"] = data,
        ["LIVETALLY_PARTITIONS"] = partitions.ToString(CultureInfo.InvariantCulture),
        ["LIVETALLY_FAULTS"] = "true",

        // Short, so that polls close often.
        ["Closing__Margin"] = "00:00:03",
        ["Closing__Grace"] = "00:00:04",
        ["Voting__MaxAppendTime"] = "00:00:02",

        // The voters here send again and again on purpose.
        ["Limits__PerVoterBurst"] = "10000",

        // The Cosmos SDK need not look for a cloud around it.
        ["COSMOS_DISABLE_IMDS_ACCESS"] = "true",
    };

    private async Task SignalAsync(string signal)
    {
        using var kill = Process.Start("kill", [signal, _process!.Id.ToString(CultureInfo.InvariantCulture)]);
        await kill.WaitForExitAsync();
    }

    private void Hear(string? line, TaskCompletionSource running)
    {
        if (string.IsNullOrEmpty(line))
            return;
        _log.WriteLine(line);
        _lastLine = line;
        if (RunningLine().Match(line) is { Success: true } address)
            Address = new Uri(address.Groups[1].Value);
        if (AdminKeyLine().Match(line) is { Success: true } key)
        {
            AdminKey = key.Groups[1].Value;
            running.TrySetResult();
        }
    }

    [GeneratedRegex(@"^LiveTally is running at (http\S+)")]
    private static partial Regex RunningLine();

    [GeneratedRegex(@"^Admin key: (\S+)")]
    private static partial Regex AdminKeyLine();
}

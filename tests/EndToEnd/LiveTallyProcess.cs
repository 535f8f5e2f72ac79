using System.Diagnostics;
using System.Reflection;
using System.Text.RegularExpressions;

namespace LiveTally.Tests.EndToEnd;

/// <summary>The real program in a process of its own, on a free port, with a data directory that goes with it.</summary>
public sealed partial class LiveTallyProcess : IAsyncDisposable
{
    internal static readonly string Program = Path.GetFullPath(
        Assembly.GetExecutingAssembly().GetCustomAttributes<AssemblyMetadataAttribute>().Single(attribute => attribute.Key == "LiveTally").Value!);

    private readonly bool _ownsData;
    private readonly Dictionary<string, string> _settings;
    private Process _process;

    private LiveTallyProcess(Process process, string data, bool ownsData, Dictionary<string, string> settings, Uri address, string adminKey)
    {
        _process = process;
        _ownsData = ownsData;
        _settings = settings;
        Data = data;
        Address = address;
        AdminKey = adminKey;
    }

    public string Data { get; }

    public Uri Address { get; private set; }

    public string AdminKey { get; private set; }

    public int Id => _process.Id;

    /// <summary>Starts it and returns when it says that it runs.</summary>
    public static async Task<LiveTallyProcess> StartAsync(string? data = null, params (string Name, string Value)[] settings)
    {
        var ownsData = data is null;
        data ??= Directory.CreateTempSubdirectory("livetally-").FullName;
        var environment = settings.ToDictionary(setting => setting.Name, setting => setting.Value);
        environment.TryAdd("LIVETALLY_PORT", "0");
        environment.TryAdd("LIVETALLY_DATA", data);

        // Polls are closed often here, and nothing is far away.
        environment.TryAdd("Voting__MaxAppendTime", "00:00:03");
        environment.TryAdd("Closing__Grace", "00:00:05");

        // A voter of these tests may do in a moment what takes others an evening.
        environment.TryAdd("Limits__PerVoterBurst", "1000");
        var (process, address, adminKey) = await LaunchAsync(environment);
        return new LiveTallyProcess(process, data, ownsData, environment, address, adminKey);
    }

    /// <summary>Runs it to its end: for starts that fail.</summary>
    public static async Task<(int ExitCode, string Output, string Error)> RunAsync(string[] arguments, params (string Name, string Value)[] settings)
    {
        using var process = Process.Start(Info(settings.ToDictionary(setting => setting.Name, setting => setting.Value), arguments))!;
        var output = process.StandardOutput.ReadToEndAsync(TestContext.Current.CancellationToken);
        var error = process.StandardError.ReadToEndAsync(TestContext.Current.CancellationToken);
        await process.WaitForExitAsync(TestContext.Current.CancellationToken);
        return (process.ExitCode, await output, await error);
    }

    /// <summary>SIGKILL: the process gets no chance to do anything.</summary>
    public async Task KillAsync()
    {
        _process.Kill();
        await _process.WaitForExitAsync();
    }

    /// <summary>SIGTERM, as Ctrl-C; returns the exit code.</summary>
    public async Task<int> StopAsync()
    {
        using var kill = Process.Start("kill", ["-TERM", $"{_process.Id}"]);
        await _process.WaitForExitAsync().WaitAsync(TimeSpan.FromSeconds(60));
        return _process.ExitCode;
    }

    /// <summary>Starts it again on the same data and, so that clients find it, the same port.</summary>
    public async Task StartAgainAsync()
    {
        _settings["LIVETALLY_PORT"] = Address.Port.ToString(System.Globalization.CultureInfo.InvariantCulture);
        (_process, Address, AdminKey) = await LaunchAsync(_settings);
    }

    public async ValueTask DisposeAsync()
    {
        if (!_process.HasExited)
            await KillAsync();
        _process.Dispose();
        if (_ownsData)
            Directory.Delete(Data, recursive: true);
    }

    private static async Task<(Process Process, Uri Address, string AdminKey)> LaunchAsync(Dictionary<string, string> environment)
    {
        var process = Process.Start(Info(environment, []))!;
        var errors = process.StandardError.ReadToEndAsync();
        Uri? address = null;
        var said = new List<string>();
        while (await process.StandardOutput.ReadLineAsync().WaitAsync(TimeSpan.FromSeconds(60)) is { } line)
        {
            said.Add(line);
            if (Running().Match(line) is { Success: true } running)
                address = new Uri(running.Groups[1].Value);
            if (address is not null && AdminKeyLine().Match(line) is { Success: true } key)
            {
                _ = DrainAsync(process.StandardOutput);
                return (process, address, key.Groups[1].Value);
            }
        }

        throw new InvalidOperationException($"It did not start: {string.Join('\n', said)}\n{await errors}");
    }

    private static async Task DrainAsync(StreamReader output)
    {
        while (await output.ReadLineAsync() is { } line)
        {
            if (Environment.GetEnvironmentVariable("LIVETALLY_TESTS_VERBOSE") is not null)
                await Console.Error.WriteLineAsync(line);
        }
    }

    private static ProcessStartInfo Info(Dictionary<string, string> environment, string[] arguments)
    {
        var info = new ProcessStartInfo("dotnet", [Program, .. arguments]) { RedirectStandardOutput = true, RedirectStandardError = true };
        foreach (var (name, value) in environment)
            info.Environment[name] = value;
        return info;
    }

    [GeneratedRegex(@"^LiveTally is running at (http\S+)")]
    private static partial Regex Running();

    [GeneratedRegex(@"^Admin key: (\S+)")]
    private static partial Regex AdminKeyLine();
}

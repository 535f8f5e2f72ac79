using System.Diagnostics;
using System.Globalization;
using System.Text.RegularExpressions;
using LiveTally.Tests.FunctionsHost.Sample;

namespace LiveTally.Tests.FunctionsHost.Startup;

/// <summary>The sample program as a process of its own.</summary>
internal sealed partial class SampleProcess : IDisposable
{
    private readonly Process process;
    private readonly Task<string> errors;

    private SampleProcess(Process process)
    {
        this.process = process;
        errors = process.StandardError.ReadToEndAsync();
        process.OutputDataReceived += (_, e) =>
        {
            if (e.Data is { } line)
                Output.Add(line);
        };
        process.BeginOutputReadLine();
    }

    public Recorder<string> Output { get; } = new();

    /// <summary>Where the program is.</summary>
    public static string Program => typeof(SampleOptions).Assembly.Location;

    public static SampleProcess Start(string directory, IReadOnlyList<string> arguments, params (string Key, string Value)[] settings) =>
        Launch(["dotnet", Program, .. arguments], directory, settings);

    /// <summary>The program in another folder, with a host.json of the test's own; where it is there.</summary>
    public static string CopyTo(string directory, string hostJson)
    {
        foreach (var file in Directory.EnumerateFileSystemEntries(Path.GetDirectoryName(Program)!))
        {
            // What is only loaded may be a link; the program itself would be followed home.
            if (file != Program && Path.GetFileName(file) != "host.json")
                File.CreateSymbolicLink(Path.Combine(directory, Path.GetFileName(file)), file);
        }

        File.WriteAllText(Path.Combine(directory, "host.json"), hostJson);
        var copy = Path.Combine(directory, Path.GetFileName(Program));
        File.Copy(Program, copy);
        return copy;
    }

    /// <summary>By a command line of the test's own.</summary>
    public static SampleProcess Launch(IReadOnlyList<string> command, string directory, params (string Key, string Value)[] settings)
    {
        var start = new ProcessStartInfo(command[0], command.Skip(1))
        {
            RedirectStandardOutput = true,
            RedirectStandardError = true,
        };
        start.Environment["LIVETALLY_PORT"] = "0";
        start.Environment["LIVETALLY_DATA"] = directory;
        foreach (var (key, value) in settings)
            start.Environment[key] = value;
        return new SampleProcess(Process.Start(start)!);
    }

    /// <summary>Where it listens, once it does.</summary>
    public async Task<Uri> AddressAsync()
    {
        var lines = await Output.WaitAsync(all => all.Any(Ready().IsMatch));
        return new Uri(lines.Select(line => Ready().Match(line)).First(match => match.Success).Groups[1].Value);
    }

    /// <summary>Sends SIGTERM.</summary>
    public async Task TerminateAsync()
    {
        using var kill = Process.Start("kill", ["-TERM", process.Id.ToString(CultureInfo.InvariantCulture)]);
        await kill.WaitForExitAsync(TestContext.Current.CancellationToken);
        Assert.Equal(0, kill.ExitCode);
    }

    /// <summary>Waits for its end.</summary>
    public async Task<(int ExitCode, string Errors)> EndAsync()
    {
        using var patience = CancellationTokenSource.CreateLinkedTokenSource(TestContext.Current.CancellationToken);
        patience.CancelAfter(TimeSpan.FromSeconds(60));
        await process.WaitForExitAsync(patience.Token);
        return (process.ExitCode, await errors);
    }

    public void Dispose()
    {
        if (!process.HasExited)
            process.Kill();
        process.Dispose();
    }

    [GeneratedRegex("functions on (http:[^,]+),")]
    private static partial Regex Ready();
}

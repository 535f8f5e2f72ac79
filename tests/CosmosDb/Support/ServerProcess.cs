using System.Diagnostics;

namespace LiveTally.Tests.CosmosDb.Support;

/// <summary>A server in a process of its own, to be killed without warning.</summary>
internal sealed class ServerProcess : IDisposable
{
    private readonly Process process;

    private ServerProcess(Process process, string endpoint) => (this.process, Endpoint) = (process, endpoint);

    public string Endpoint { get; }

    /// <summary>From now on no file of the server grows beyond this, as on a full disk; null lifts the limit.</summary>
    public async Task LimitFilesAsync(long? bytes)
    {
        string[] arguments = ["--pid", $"{process.Id}", $"--fsize={(bytes is { } limit ? $"{limit}" : "unlimited")}:unlimited"];
        using var prlimit = Process.Start("prlimit", arguments);
        await prlimit.WaitForExitAsync();
        Assert.Equal(0, prlimit.ExitCode);
    }

    public static async Task<ServerProcess> StartAsync(string directory)
    {
        var start = new ProcessStartInfo(Environment.ProcessPath!) { RedirectStandardInput = true, RedirectStandardOutput = true };
        // The apphost, or the dotnet host with this assembly as its first argument.
        if (Path.GetFileNameWithoutExtension(Environment.ProcessPath) == "dotnet")
        {
            start.ArgumentList.Add(typeof(ServerProcess).Assembly.Location);
        }

        start.ArgumentList.Add("serve");
        start.ArgumentList.Add(directory);
        var process = Process.Start(start)!;
        var endpoint = await process.StandardOutput.ReadLineAsync();
        return new ServerProcess(process, endpoint ?? throw new InvalidOperationException("The server did not start."));
    }

    /// <summary>SIGKILL.</summary>
    public async Task KillAsync()
    {
        process.Kill();
        await process.WaitForExitAsync();
    }

    public void Dispose()
    {
        if (!process.HasExited)
        {
            process.Kill();
        }

        process.Dispose();
    }
}

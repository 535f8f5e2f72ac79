using System.Diagnostics;

namespace LiveTally.Bench;

/// <summary>A <see cref="Peer"/> in a process of its own, as LiveTally is in one.</summary>
internal sealed class PeerProcess : IDisposable
{
    private readonly Process _process;

    private PeerProcess(Process process, Uri url) => (_process, Url) = (process, url);

    public Uri Url { get; }

    public static async Task<PeerProcess> StartAsync(bool durable, CancellationToken cancellationToken)
    {
        var process = Process.Start(new ProcessStartInfo("dotnet", [typeof(Peer).Assembly.Location, "peer", .. durable ? (string[])[] : ["--no-log"]])
        {
            RedirectStandardOutput = true,
        })!;
        while (await process.StandardOutput.ReadLineAsync(cancellationToken) is { } line)
        {
            if (line.StartsWith(Peer.Greeting, StringComparison.Ordinal))
                return new PeerProcess(process, new Uri(line[Peer.Greeting.Length..]));
        }

        throw new InvalidOperationException("The peer did not start.");
    }

    public void Dispose()
    {
        if (!_process.HasExited)
        {
            // SIGTERM, so that it removes its log.
            using var stop = Process.Start("kill", [$"{_process.Id}"]);
            stop.WaitForExit();
            _process.WaitForExit(TimeSpan.FromSeconds(10));
        }

        _process.Dispose();
    }
}

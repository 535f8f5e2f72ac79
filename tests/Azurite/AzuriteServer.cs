using System.Diagnostics;
using System.Reflection;
using System.Text.RegularExpressions;
using Azure.Storage.Blobs;

[assembly: AssemblyFixture(typeof(LiveTally.Tests.Azurite.AzuriteServer))]

namespace LiveTally.Tests.Azurite;

/// <summary>The blob service of Azurite from npm, on a free port of 127.0.0.1, with everything in memory.</summary>
public sealed partial class AzuriteServer : IAsyncLifetime
{
    private static readonly string Program =
        Assembly.GetExecutingAssembly().GetCustomAttributes<AssemblyMetadataAttribute>().Single(attribute => attribute.Key == "Azurite").Value!;

    private Process? _process;
    private int _port;

    /// <summary>For <c>AzureWebJobsStorage</c>. The account and its key are those that every Azurite has.</summary>
    public string ConnectionString =>
        "DefaultEndpointsProtocol=http;AccountName=devstoreaccount1;"
        + "AccountKey=Eby8vdM02xNOcqFlqUwJPLlmEtlCDXJ1OUzFT50uSRZ6IFsuFq2UVErCz4I6tq/K1SZFPTOtr/KBHBeksoGMGw==;"
        + $"BlobEndpoint=http://127.0.0.1:{_port}/devstoreaccount1;";

    /// <summary>The container of the dead letters, as a client of its own sees it.</summary>
    public BlobContainerClient Container =>
        new(ConnectionString, "deadletters", new BlobClientOptions(BlobClientOptions.ServiceVersion.V2026_06_06) { Retry = { MaxRetries = 0 } });

    /// <summary>Starts it, after a stop on the same port; what it had is gone.</summary>
    public async ValueTask InitializeAsync()
    {
        if (!File.Exists(Program))
            throw new InvalidOperationException("Azurite is not installed: run 'npm ci' in tests/Azurite.");

        // Not npm: the process that is started is the one to be stopped.
        _process = Process.Start(new ProcessStartInfo(
            "node", [Program, "--blobPort", $"{_port}", "--inMemoryPersistence", "--extentMemoryLimit", "64", "--disableTelemetry", "--silent"])
        {
            RedirectStandardOutput = true,
            RedirectStandardError = true,
        })!;
        var errors = _process.StandardError.ReadToEndAsync();
        while (await _process.StandardOutput.ReadLineAsync().WaitAsync(TimeSpan.FromSeconds(60)) is { } line)
        {
            if (Listening().Match(line) is not { Success: true } listening)
                continue;
            _port = int.Parse(listening.Groups[1].Value, System.Globalization.CultureInfo.InvariantCulture);
            _ = _process.StandardOutput.ReadToEndAsync();
            return;
        }

        throw new InvalidOperationException("Azurite did not start: " + await errors);
    }

    public async ValueTask DisposeAsync()
    {
        if (_process is null)
            return;
        _process.Kill();
        await _process.WaitForExitAsync();
        _process.Dispose();
        _process = null;
    }

    [GeneratedRegex(@"successfully listens on http://127\.0\.0\.1:(\d+)")]
    private static partial Regex Listening();
}

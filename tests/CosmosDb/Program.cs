using System.Runtime.InteropServices;
using LiveTally.Local.CosmosDb;
using Microsoft.Extensions.Logging.Abstractions;
using Xunit.MicrosoftTestingPlatform;

namespace LiveTally.Tests.CosmosDb;

/// <summary>Runs the tests, or, when a test starts it again, the server that the test kills.</summary>
internal static class Program
{
    private static async Task<int> Main(string[] args) => args switch
    {
        ["serve", var directory] => await ServeAsync(directory),
        _ => await TestPlatformTestFramework.RunAsync(args, SelfRegisteredExtensions.AddSelfRegisteredExtensions),
    };

    /// <summary>Says where it listens, and serves until it is killed or its starter goes away.</summary>
    private static async Task<int> ServeAsync(string directory)
    {
        // SIGXFSZ, which would end the process where a test limits its files: the write is to fail instead.
        using var ignored = PosixSignalRegistration.Create((PosixSignal)25, context => context.Cancel = true);
        await using var server = await CosmosDbServer.StartAsync(
            new CosmosDbServerOptions { DataDirectory = directory },
            NullLoggerFactory.Instance,
            TimeProvider.System,
            CancellationToken.None);
        await Console.Out.WriteLineAsync(server.Endpoint.ToString());
        await Console.In.ReadToEndAsync();
        return 0;
    }
}

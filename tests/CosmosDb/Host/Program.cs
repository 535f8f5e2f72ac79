// The Cosmos DB endpoint in a process of its own: a data directory and a port in, one line with the address out, until SIGTERM.
using System.Globalization;
using System.Runtime.InteropServices;
using LiveTally.Local.CosmosDb;
using Microsoft.Extensions.Logging.Abstractions;

if (args is not [var directory, var port])
{
    await Console.Error.WriteLineAsync("Usage: LiveTally.Tests.CosmosDb.Host <data directory> <port, or 0 for a free one>");
    return 2;
}

var stop = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
using var signal = PosixSignalRegistration.Create(PosixSignal.SIGTERM, context =>
{
    context.Cancel = true;
    stop.TrySetResult();
});
await using var server = await CosmosDbServer.StartAsync(
    new CosmosDbServerOptions { DataDirectory = directory, Port = int.Parse(port, CultureInfo.InvariantCulture) },
    NullLoggerFactory.Instance,
    TimeProvider.System,
    CancellationToken.None);
await Console.Out.WriteLineAsync(server.Endpoint.ToString());
await stop.Task;
return 0;

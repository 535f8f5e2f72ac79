// The vote log in a process of its own, to be killed or starved by a test.
using System.Globalization;
using LiveTally.Local.EventHubs;
using LiveTally.Tests.EventHubs.Host;
using Microsoft.Extensions.Logging.Abstractions;

if (args is not ([var mode, var directory, ..]))
{
    await Console.Error.WriteLineAsync("Usage: LiveTally.Tests.EventHubs.Host load <data directory> <round> | fill <data directory>");
    return 2;
}

await using var log = EventLog.Open(LogOptions.In(directory), NullLogger<EventLog>.Instance, TimeProvider.System);
switch (mode)
{
    case "load" when args is [_, _, var round]:
        await Load.RunAsync(log, int.Parse(round, CultureInfo.InvariantCulture));
        return 0;
    case "fill" when !OperatingSystem.IsWindows():
        await Fill.RunAsync(log);
        return 0;
    default:
        return 2;
}

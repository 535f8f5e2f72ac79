using Microsoft.Extensions.Logging;

namespace LiveTally.Local.Functions.CosmosDb;

internal static partial class Log
{
    [LoggerMessage(1200, LogLevel.Warning, "The listener of function {Function} could not start; the next attempt follows after {Delay}")]
    public static partial void ListenerNotStarted(ILogger logger, Exception exception, string function, TimeSpan delay);

    [LoggerMessage(1201, LogLevel.Warning, "The change feed of function {Function}, lease {Lease}, had a fault and is taken up again")]
    public static partial void ChangeFeedFailed(ILogger logger, Exception exception, string function, string lease);
}

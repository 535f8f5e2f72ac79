using Microsoft.Extensions.Logging;

namespace LiveTally.Local.Functions.EventHubs;

internal static partial class Log
{
    [LoggerMessage(1100, LogLevel.Warning, "Retention deleted events {First} to {Last} of partition {Partition} before {Function} had them; it goes on behind them")]
    public static partial void EventsDeleted(ILogger logger, string function, int partition, long first, long last);

    [LoggerMessage(1101, LogLevel.Warning, "Partition {Partition} of {Function} is stolen on demand; two owners overlap for {Milliseconds} ms")]
    public static partial void Stolen(ILogger logger, string function, int partition, int milliseconds);
}

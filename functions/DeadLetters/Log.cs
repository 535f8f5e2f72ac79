using Microsoft.Extensions.Logging;

namespace LiveTally.DeadLetters;

internal static partial class Log
{
    [LoggerMessage(2500, LogLevel.Information, "Dead letter {Id} is replayed into partition {Partition}.")]
    public static partial void Replayed(ILogger logger, string id, int partition);

    [LoggerMessage(2501, LogLevel.Warning, "Dead letter {Id} is replayed, but could not be removed; replaying it again counts it once.")]
    public static partial void NotRemoved(ILogger logger, Exception e, string id);

    [LoggerMessage(2502, LogLevel.Information, "Dead letter {Id} is deleted for good.")]
    public static partial void Deleted(ILogger logger, string id);
}

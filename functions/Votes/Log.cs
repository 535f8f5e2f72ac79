using Microsoft.Extensions.Logging;

namespace LiveTally.Votes;

internal static partial class Log
{
    [LoggerMessage(1600, LogLevel.Error, "Partition {Partition} of the vote log fails and is left alone for {Duration}; its votes get 503.")]
    public static partial void LogLeftAlone(ILogger logger, Exception? e, int partition, TimeSpan duration);

    [LoggerMessage(1602, LogLevel.Warning, "A vote of a batch was refused: storage answered {Status}.")]
    public static partial void BatchStorageFailed(ILogger logger, Exception e, System.Net.HttpStatusCode status);

    [LoggerMessage(1601, LogLevel.Information, "Partition {Partition} of the vote log takes votes again.")]
    public static partial void LogBack(ILogger logger, int partition);
}

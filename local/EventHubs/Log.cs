using Microsoft.Extensions.Logging;

namespace LiveTally.Local.EventHubs;

internal static partial class Log
{
    [LoggerMessage(2001, LogLevel.Warning, "Cut a torn tail of {Bytes} bytes off {Path} at byte {Position}")]
    public static partial void TornTail(ILogger logger, string path, long bytes, long position);

    [LoggerMessage(2002, LogLevel.Information, "Retention deleted segment {Path} of {Bytes} bytes")]
    public static partial void SegmentDeleted(ILogger logger, string path, long bytes);

    [LoggerMessage(2003, LogLevel.Error, "The disk refused an append to {Path}; nothing was appended")]
    public static partial void DiskRefused(ILogger logger, string path, Exception exception);

    [LoggerMessage(2004, LogLevel.Critical, "The event log takes no more appends: it cannot tell what is on disk in {Path}")]
    public static partial void Closed(ILogger logger, string path, Exception exception);

    [LoggerMessage(2005, LogLevel.Warning, "Retention could not delete segment {Path}; it is tried again")]
    public static partial void SegmentNotDeleted(ILogger logger, string path, Exception exception);

    [LoggerMessage(2007, LogLevel.Warning, "The disk takes appends again in {Path}")]
    public static partial void DiskAccepts(ILogger logger, string path);

    [LoggerMessage(2006, LogLevel.Information, "Opened the event log in {Path}: {Events} events in {Partitions} partitions")]
    public static partial void Opened(ILogger logger, string path, long events, int partitions);
}

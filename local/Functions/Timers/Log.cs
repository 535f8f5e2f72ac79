using Microsoft.Extensions.Logging;

namespace LiveTally.Local.Functions.Timers;

internal static partial class Log
{
    [LoggerMessage(1300, LogLevel.Warning, "The timer status in {Path} is damaged; occurrences missed before this start are not made up for")]
    public static partial void StatusDamaged(ILogger logger, Exception exception, string path);
}

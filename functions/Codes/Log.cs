using Microsoft.Extensions.Logging;

namespace LiveTally.Codes;

internal static partial class Log
{
    [LoggerMessage(3000, LogLevel.Information, "{Count} voting codes are made for poll {PollId}.")]
    public static partial void CodesMade(ILogger logger, int count, string pollId);
}

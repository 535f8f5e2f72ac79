using Microsoft.Extensions.Logging;

namespace LiveTally.Polls;

internal static partial class Log
{
    [LoggerMessage(1500, LogLevel.Information, "Nothing is left of poll {PollId}, which was deleted, but its tombstone.")]
    public static partial void Purged(ILogger logger, string pollId);
}

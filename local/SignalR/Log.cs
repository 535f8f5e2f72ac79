using Microsoft.Extensions.Logging;

namespace LiveTally.Local.SignalR;

internal static partial class Log
{
    [LoggerMessage(3001, LogLevel.Information, "Refused a client at {Path} without a good token for hub '{Hub}'")]
    public static partial void Unauthorized(ILogger logger, string path, string hub);

    [LoggerMessage(3002, LogLevel.Warning, "Cut off client {ConnectionId}: more than {Bytes} bytes waited for it")]
    public static partial void SlowClient(ILogger logger, string connectionId, long bytes);

    [LoggerMessage(3003, LogLevel.Debug, "A client tried to invoke '{Target}'; clients only listen")]
    public static partial void InvocationRefused(ILogger logger, string target);
}

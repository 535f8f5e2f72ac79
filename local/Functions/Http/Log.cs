using Microsoft.Extensions.Logging;

namespace LiveTally.Local.Functions.Http;

internal static partial class Log
{
    [LoggerMessage(1100, LogLevel.Error, "Function {Function} failed")]
    public static partial void RequestFailed(ILogger logger, Exception exception, string function);

    [LoggerMessage(1101, LogLevel.Debug, "The client of function {Function} went away")]
    public static partial void RequestAborted(ILogger logger, string function);

    [LoggerMessage(1102, LogLevel.Information, "The local host asks for no function keys: anybody may call {Functions}")]
    public static partial void KeysIgnored(ILogger logger, string functions);
}

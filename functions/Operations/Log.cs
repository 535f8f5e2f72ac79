using Microsoft.Extensions.Logging;

namespace LiveTally.Operations;

internal static partial class Log
{
    [LoggerMessage(1000, LogLevel.Error, "{Function} failed.")]
    public static partial void FunctionFailed(ILogger logger, Exception e, string function);

    [LoggerMessage(1001, LogLevel.Warning, "{Function}: storage answered {Status}.")]
    public static partial void StorageFailed(ILogger logger, Exception e, string function, System.Net.HttpStatusCode status);

    [LoggerMessage(1002, LogLevel.Warning, "{Dependency} does not answer.")]
    public static partial void DependencyDown(ILogger logger, Exception e, string dependency);

    [LoggerMessage(1003, LogLevel.Warning, "{Function}: the store of dead letters does not answer.")]
    public static partial void DeadLettersFailed(ILogger logger, Exception e, string function);
}

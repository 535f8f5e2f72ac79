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

    [LoggerMessage(1010, LogLevel.Warning, "The keys of {Issuer} cannot be had; sign-ins that need them are answered with 503.")]
    public static partial void IssuerUnavailable(ILogger logger, Exception e, string issuer);

    [LoggerMessage(1011, LogLevel.Warning, "Nobody is an admin: set Entra__TenantId and Entra__Audience.")]
    public static partial void NobodyIsAdmin(ILogger logger);
}

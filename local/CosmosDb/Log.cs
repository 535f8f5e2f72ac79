using Microsoft.Extensions.Logging;

namespace LiveTally.Local.CosmosDb;

internal static partial class Log
{
    [LoggerMessage(1, LogLevel.Error, "A group of {Count} writes could not be committed; none of it was kept")]
    public static partial void GroupFailed(ILogger logger, int count, Exception exception);

    [LoggerMessage(2, LogLevel.Error, "{Method} {Path} failed")]
    public static partial void RequestFailed(ILogger logger, string method, string path, Exception exception);

    [LoggerMessage(3, LogLevel.Information, "Cosmos DB endpoint {Endpoint}, data in {DataDirectory}")]
    public static partial void Started(ILogger logger, Uri endpoint, string dataDirectory);

    [LoggerMessage(4, LogLevel.Debug, "{Method} {Path} {Status}.{SubStatus}")]
    public static partial void Answered(ILogger logger, string method, string path, int status, int subStatus);

    [LoggerMessage(5, LogLevel.Warning, "Expired documents could not be removed; the next sweep tries again")]
    public static partial void SweepFailed(ILogger logger, Exception exception);

    [LoggerMessage(6, LogLevel.Error, "The disk takes no writes: {Reason} They are answered 503 until it does")]
    public static partial void StoreUnavailable(ILogger logger, string reason);

    [LoggerMessage(7, LogLevel.Information, "The disk takes writes again")]
    public static partial void StoreRecovered(ILogger logger);
}

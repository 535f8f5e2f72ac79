using Microsoft.Extensions.Logging;

namespace LiveTally.Local.Functions.Hosting;

internal static partial class Log
{
    [LoggerMessage(1000, LogLevel.Error, "Function {Function} failed for good, in attempt {Attempt}")]
    public static partial void InvocationFailed(ILogger logger, Exception exception, string function, int attempt);

    [LoggerMessage(1001, LogLevel.Warning, "Function {Function} failed in attempt {Attempt}; the next follows after {Delay}")]
    public static partial void InvocationRetried(ILogger logger, Exception exception, string function, int attempt, TimeSpan delay);

    [LoggerMessage(1002, LogLevel.Critical, "A trigger cannot go on; the host stops")]
    public static partial void ListenerFailed(ILogger logger, Exception exception);

    [LoggerMessage(1003, LogLevel.Warning, "Functions still run though their time to end is over; what they process will be delivered again")]
    public static partial void DrainTimedOut(ILogger logger);

    [LoggerMessage(1015, LogLevel.Warning, "Function {Function} failed in attempt {Attempt} while it was to end; its input is delivered again")]
    public static partial void InvocationAbandoned(ILogger logger, Exception exception, string function, int attempt);

    [LoggerMessage(1004, LogLevel.Information, "{Count} functions on {Address}, data in {DataDirectory}")]
    public static partial void Ready(ILogger logger, int count, string address, string dataDirectory);

    [LoggerMessage(1005, LogLevel.Warning, "LIVETALLY_FAULTS is on: whoever reaches PUT /_faults can make every part of this process fail")]
    public static partial void FaultsOn(ILogger logger);

    [LoggerMessage(1006, LogLevel.Warning, "Switched off by AzureWebJobs.….Disabled: {Functions}")]
    public static partial void Disabled(ILogger logger, string functions);
}

namespace LiveTally.Local.Functions.Hosting;

/// <summary>Why the host cannot start, in one line for whoever started it.</summary>
internal sealed class StartupException(string message, Exception? innerException = null) : Exception(message, innerException)
{
    public static StartupException OfFunction(string function, string problem) => new($"function {function}: {problem}");

    public static StartupException OfSetting(string key, string problem, Exception? innerException = null) =>
        new($"{key}: {problem}", innerException);
}

using LiveTally.Local.EventHubs;
using Microsoft.Extensions.Options;

namespace LiveTally.Local.Functions.Hosting;

/// <summary>Ends the process with one line on stderr when what is wrong is a setting or a declaration, not the program.</summary>
internal static class StartupErrors
{
    private static int installed;

    public static void Install()
    {
        if (Interlocked.Exchange(ref installed, 1) == 0)
            AppDomain.CurrentDomain.UnhandledException += static (_, e) => Report(e.ExceptionObject);
    }

    /// <summary>The line for a failure of this kind; null for any other, whose stack trace is wanted.</summary>
    public static string? Describe(object failure) => failure switch
    {
        StartupException e => OneLine(e.Message),
        EventLogException { Error: EventLogError.Corrupt } e => OneLine($"{LocalHostOptions.DataKey}: {e.Message}"),
        OptionsValidationException e => OneLine(string.Join("; ", e.Failures)),
        AggregateException e when e.InnerExceptions.Select(Describe).ToArray() is [_, ..] lines && lines.All(line => line is not null) =>
            string.Join("; ", lines),
        _ => null,
    };

    public static void Write(string line) => Console.Error.WriteLine($"livetally: {line}");

    private static void Report(object failure)
    {
        if (Describe(failure) is not { } line)
            return;
        Write(line);
        Environment.Exit(1);
    }

    private static string OneLine(string message) => message.ReplaceLineEndings(" ");
}

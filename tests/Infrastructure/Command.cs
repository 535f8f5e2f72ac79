using System.Diagnostics;

namespace LiveTally.Tests.Infrastructure;

/// <summary>What a command said.</summary>
internal sealed record Output(int Code, string Out, string Error);

/// <summary>Runs a program to its end, at most two minutes.</summary>
internal static class Command
{
    public static async Task<Output> RunAsync(
        string program, IEnumerable<string> arguments, string? folder = null, IReadOnlyDictionary<string, string>? environment = null)
    {
        var start = new ProcessStartInfo(program, arguments)
        {
            RedirectStandardOutput = true,
            RedirectStandardError = true,
            WorkingDirectory = folder ?? Repository.Root,
        };
        foreach (var (name, value) in environment ?? new Dictionary<string, string>())
            start.Environment[name] = value;

        using var process = Process.Start(start)!;
        var texts = Task.WhenAll(process.StandardOutput.ReadToEndAsync(), process.StandardError.ReadToEndAsync());
        using var patience = new CancellationTokenSource(TimeSpan.FromMinutes(2));
        try
        {
            await process.WaitForExitAsync(patience.Token);
        }
        catch (OperationCanceledException)
        {
            process.Kill(entireProcessTree: true);
            throw new TimeoutException($"{program} did not end.");
        }

        var (output, error) = (await texts) is [var first, var second] ? (first, second) : default;
        return new Output(process.ExitCode, output, error);
    }
}

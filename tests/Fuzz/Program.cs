using System.CommandLine;
using Xunit.MicrosoftTestingPlatform;

namespace LiveTally.Tests.Fuzz;

/// <summary>Runs the test, or, as <c>run</c>, the fuzzer for as long as one likes.</summary>
internal static class Program
{
    private static async Task<int> Main(string[] args) => args switch
    {
        ["run", ..] => await Commands().Parse(args).InvokeAsync(),
        _ => await TestPlatformTestFramework.RunAsync(args, SelfRegisteredExtensions.AddSelfRegisteredExtensions),
    };

    private static RootCommand Commands()
    {
        var requests = new Option<int>("--requests") { Description = "How many to send.", DefaultValueFactory = _ => 200_000 };
        var seed = new Option<int>("--seed") { Description = "Decides what is sent.", DefaultValueFactory = _ => Random.Shared.Next() };
        var minutes = new Option<double>("--minutes") { Description = "When to stop, however many have been sent.", DefaultValueFactory = _ => 60 };
        var run = new Command("run", "Sends the program what nobody should, and looks at what comes back.") { requests, seed, minutes };
        run.SetAction(async (arguments, cancelled) =>
        {
            var report = await FuzzRun.RunAsync(
                new FuzzOptions { Requests = arguments.GetValue(requests), Seed = arguments.GetValue(seed), AtMost = TimeSpan.FromMinutes(arguments.GetValue(minutes)) }, cancelled);
            foreach (var line in report.Lines)
                Console.WriteLine(line);
            return report.Violations.Count == 0 ? 0 : 1;
        });
        return new RootCommand("Tries to break the API by its input.") { run };
    }
}

using System.CommandLine;
using LiveTally.Tests.Faults.Driving;
using Xunit.MicrosoftTestingPlatform;

namespace LiveTally.Tests.Faults;

/// <summary>Runs the tests, or, as <c>run</c>, the driver for as long as one likes.</summary>
internal static class Program
{
    private static async Task<int> Main(string[] args) => args switch
    {
        ["run", ..] => await Commands().Parse(args).InvokeAsync(),
        _ => await TestPlatformTestFramework.RunAsync(args, SelfRegisteredExtensions.AddSelfRegisteredExtensions),
    };

    private static RootCommand Commands()
    {
        var minutes = new Option<double>("--minutes") { Description = "How long votes and faults go on; draining and checking come after it.", DefaultValueFactory = _ => 3 };
        var seed = new Option<int>("--seed") { Description = "Decides polls, plans and faults.", DefaultValueFactory = _ => Random.Shared.Next() };
        var server = new Option<string>("--server") { Description = "The server's assembly; by default this repository's build.", DefaultValueFactory = _ => ServerAssembly.Default };
        var rate = new Option<int>("--rate") { Description = "New voters a second; each sends about three votes.", DefaultValueFactory = _ => 60 };
        var polls = new Option<int>("--polls") { Description = "Polls at a time.", DefaultValueFactory = _ => 4 };
        var patience = new Option<double>("--patience") { Description = "Minutes that the server may take to come to rest once the faults are off.", DefaultValueFactory = _ => 4 };
        var settings = new Option<string[]>("--setting") { Description = "Name=value for the server's environment; without a value the name is not set.", DefaultValueFactory = _ => [] };
        var run = new Command("run", "Votes, faults, kills; then: is every accepted vote counted exactly once?") { minutes, seed, server, rate, polls, patience, settings };
        run.SetAction(async (arguments, cancelled) =>
        {
            var report = await FaultRun.RunAsync(
                new RunOptions
                {
                    Duration = TimeSpan.FromMinutes(arguments.GetValue(minutes)),
                    Seed = arguments.GetValue(seed),
                    Server = arguments.GetValue(server)!,
                    Rate = arguments.GetValue(rate),
                    Polls = arguments.GetValue(polls),
                    Patience = TimeSpan.FromMinutes(arguments.GetValue(patience)),
                    Settings = arguments.GetValue(settings)!.Select(setting => setting.Split('=', 2)).ToDictionary(parts => parts[0], parts => parts.ElementAtOrDefault(1)),
                },
                Console.Out,
                cancelled);
            foreach (var line in report.Lines)
                Console.WriteLine(line);
            return report.Violations.Count == 0 ? 0 : 1;
        });
        return new RootCommand("Tries to break \"every accepted vote is counted exactly once\".") { run };
    }
}

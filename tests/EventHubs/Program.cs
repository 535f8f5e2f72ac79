using Xunit.MicrosoftTestingPlatform;

namespace LiveTally.Tests.EventHubs;

/// <summary>Runs the tests, or, when a test starts it again, the process that the test kills or starves.</summary>
internal static class Program
{
    private static async Task<int> Main(string[] args) => args switch
    {
        ["append-until-killed", var directory] => await Child.AppendUntilKilledAsync(directory),
        ["append-until-refused", var directory] => await Child.AppendUntilRefusedAsync(directory),
        _ => await TestPlatformTestFramework.RunAsync(args, SelfRegisteredExtensions.AddSelfRegisteredExtensions),
    };
}

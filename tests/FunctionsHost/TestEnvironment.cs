using System.Runtime.CompilerServices;

namespace LiveTally.Tests.FunctionsHost;

internal static class TestEnvironment
{
    [ModuleInitializer]
    public static void Initialize() => Environment.SetEnvironmentVariable("COSMOS_DISABLE_IMDS_ACCESS", "true");
}

using System.Runtime.CompilerServices;

namespace LiveTally.Tests.CosmosDb.Support;

internal static class SdkEnvironment
{
    [ModuleInitializer]
    internal static void Set()
    {
        // Otherwise the SDK asks the cloud's metadata address who it is.
        Environment.SetEnvironmentVariable("COSMOS_DISABLE_IMDS_ACCESS", "true");
        // The SDK plans queries itself, with the native library that it brings; with false it asks the endpoint.
        const string Interop = "AZURE_COSMOS_USE_QUERY_PLAN_INTEROP_LINUX";
        Environment.SetEnvironmentVariable(Interop, Environment.GetEnvironmentVariable(Interop) ?? "true");
    }
}

using System.Reflection;

namespace LiveTally.Tests.Faults;

/// <summary>Where this build's server is.</summary>
internal static class ServerAssembly
{
    public static string Default { get; } = Path.GetFullPath(
        Assembly.GetExecutingAssembly().GetCustomAttributes<AssemblyMetadataAttribute>().Single(attribute => attribute.Key == "LiveTally").Value!);
}

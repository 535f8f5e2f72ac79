using Microsoft.Extensions.Configuration;

namespace LiveTally.Local.Functions.Hosting;

/// <summary>
/// Functions that are switched off: nobody can call them, and what would trigger them waits. The settings are the Functions host's:
/// <c>AzureWebJobs.{function}.Disabled</c>, or with underscores for dots where a name takes none; <c>true</c> or <c>1</c>.
/// </summary>
internal static class DisabledFunctions
{
    public static bool IsDisabled(this IConfiguration configuration, FunctionDescriptor function) =>
        (configuration[$"AzureWebJobs.{function.Name}.Disabled"] ?? configuration[$"AzureWebJobs_{function.Name}_Disabled"]) is { } setting
        && (setting == "1" || string.Equals(setting, "true", StringComparison.OrdinalIgnoreCase));
}

using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.Logging;

namespace LiveTally.Local.Functions.Hosting;

/// <summary>Settings of ASP.NET Core that would end in a stack trace, or would make the server listen where it must not.</summary>
internal static class HostSettings
{
    /// <exception cref="StartupException">A setting is wrong.</exception>
    public static void Check(IConfiguration configuration)
    {
        if (configuration.GetSection("Kestrel:Endpoints").GetChildren().FirstOrDefault() is { } endpoint)
        {
            throw StartupException.OfSetting(
                InEnvironment(endpoint.Path), $"the local target listens on 127.0.0.1 only, at {LocalHostOptions.PortKey}");
        }

        foreach (var setting in configuration.GetSection("Logging").AsEnumerable())
        {
            if (IsLevel(setting.Key) && !string.IsNullOrEmpty(setting.Value) && !Enum.TryParse<LogLevel>(setting.Value, ignoreCase: true, out _))
            {
                throw StartupException.OfSetting(
                    InEnvironment(setting.Key), $"'{setting.Value}' is no log level; there are {string.Join(", ", Enum.GetNames<LogLevel>())}");
            }
        }
    }

    // Logging:LogLevel:{category}, and the same below the name of a provider.
    private static bool IsLevel(string key) =>
        key.Split(':') is [_, var first, _, ..] parts && (IsLogLevel(first) || (parts.Length > 3 && IsLogLevel(parts[2])));

    private static bool IsLogLevel(string name) => name.Equals("LogLevel", StringComparison.OrdinalIgnoreCase);

    private static string InEnvironment(string key) => key.Replace(":", "__", StringComparison.Ordinal);
}

using System.Text.RegularExpressions;
using Microsoft.Extensions.Configuration;

namespace LiveTally.Local.Functions.Hosting;

/// <summary>Replaces <c>%setting%</c> in what a binding attribute says.</summary>
internal static partial class SettingNames
{
    /// <exception cref="StartupException">A setting that is named is not set.</exception>
    public static string Resolve(string text, IConfiguration configuration, string function) =>
        text.Contains('%', StringComparison.Ordinal)
            ? Name().Replace(text, match => Value(match.Groups[1].Value, configuration, function))
            : text;

    private static string Value(string name, IConfiguration configuration, string function) =>
        configuration[name] ?? throw StartupException.OfFunction(function, $"the setting '{name}' is not set");

    [GeneratedRegex("%([^%]+)%")]
    private static partial Regex Name();
}

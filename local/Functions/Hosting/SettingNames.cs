using System.Text.RegularExpressions;
using Microsoft.Extensions.Configuration;

namespace LiveTally.Local.Functions.Hosting;

/// <summary>Replaces <c>%setting%</c> in what a binding attribute says.</summary>
internal static partial class SettingNames
{
    /// <exception cref="StartupException">A setting that is named is not set, or a <c>%</c> stands alone.</exception>
    public static string Resolve(string text, IConfiguration configuration, string function)
    {
        if (!text.Contains('%', StringComparison.Ordinal))
            return text;
        return Name().Replace(text, "").Contains('%', StringComparison.Ordinal)
            ? throw StartupException.OfFunction(function, $"'{text}' has a % that no other closes")
            : Name().Replace(text, match => Value(match.Groups[1].Value, configuration, function));
    }

    private static string Value(string name, IConfiguration configuration, string function) => configuration[name] is { Length: > 0 } value
        ? value
        : throw StartupException.OfFunction(function, $"the setting '{name}' is not set");

    [GeneratedRegex("%([^%]+)%")]
    private static partial Regex Name();
}

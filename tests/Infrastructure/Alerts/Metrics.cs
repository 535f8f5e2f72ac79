using System.Text.RegularExpressions;

namespace LiveTally.Tests.Infrastructure.Alerts;

/// <summary>Names of the application's metrics.</summary>
internal static partial class Metrics
{
    public static IEnumerable<string> In(string path) => Of(Repository.Read(path));

    public static IEnumerable<string> Of(string text) => Name().Matches(text).Select(match => match.Groups[1].Value).Distinct();

    [GeneratedRegex(@"['""](livetally\.[a-z_.]+)['""]")]
    private static partial Regex Name();
}

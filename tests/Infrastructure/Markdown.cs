using System.Text.RegularExpressions;

namespace LiveTally.Tests.Infrastructure;

/// <summary>The documentation, read by its headings.</summary>
internal static partial class Markdown
{
    /// <summary>Anchors of all headings, as they are linked to.</summary>
    public static IEnumerable<string> Anchors(string path) => Headings().Matches(Repository.Read(path)).Select(match => Anchor(match.Groups[2].Value));

    /// <summary>The text below a heading, up to the next one of its level or above.</summary>
    public static string Section(string path, string heading)
    {
        var text = Repository.Read(path);
        var start = Headings().Matches(text).Single(match => match.Groups[2].Value == heading);
        var end = Headings().Matches(text).FirstOrDefault(match => match.Index > start.Index && match.Groups[1].Length <= start.Groups[1].Length);
        return text[(start.Index + start.Length)..(end?.Index ?? text.Length)];
    }

    public static string Anchor(string heading) => NotOfAnAnchor().Replace(heading.ToLowerInvariant(), "").Replace(' ', '-');

    [GeneratedRegex("^(#+) (.+)$", RegexOptions.Multiline)]
    private static partial Regex Headings();

    [GeneratedRegex("[^a-z0-9 _-]")]
    private static partial Regex NotOfAnAnchor();
}

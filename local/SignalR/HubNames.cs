using System.Text.RegularExpressions;

namespace LiveTally.Local.SignalR;

/// <summary>
/// All hubs share one ASP.NET Core hub; these names keep their clients apart. A hub name has no slash, so no two of them collide.
/// </summary>
internal static partial class HubNames
{
    private const int MaxGroupLength = 1024;

    /// <summary>The name as the service takes it: letters, digits and underscore, 1 to 128 of them, without case.</summary>
    /// <exception cref="ArgumentException">It is not one.</exception>
    public static string Normalize(string hub) => Name().IsMatch(hub)
        ? hub.ToLowerInvariant()
        : throw new ArgumentException($"Not a hub name: {hub}", nameof(hub));

    public static string Everybody(string hub) => hub + "/all";

    public static string User(string hub, string userId) => hub + "/user/" + userId;

    /// <exception cref="ArgumentException">The group's name is empty or longer than the service takes.</exception>
    public static string Group(string hub, string group) => group.Length is > 0 and <= MaxGroupLength
        ? hub + "/group/" + group
        : throw new ArgumentException($"A group's name has 1 to {MaxGroupLength} characters, not {group.Length}.", nameof(group));

    [GeneratedRegex(@"^[A-Za-z][A-Za-z0-9_]{0,127}\z")]
    private static partial Regex Name();
}

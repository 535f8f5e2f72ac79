using System.Text.RegularExpressions;

namespace LiveTally.Local.SignalR;

/// <summary>
/// All hubs share one ASP.NET Core hub; these names keep their clients apart. A hub name has no slash, so no two of them collide.
/// </summary>
internal static partial class HubNames
{
    /// <summary>The name as the service takes it: letters, digits, underscore and hyphen, without case.</summary>
    /// <exception cref="ArgumentException">It is not one.</exception>
    public static string Normalize(string hub) => Name().IsMatch(hub)
        ? hub.ToLowerInvariant()
        : throw new ArgumentException($"Not a hub name: {hub}", nameof(hub));

    public static string Everybody(string hub) => hub + "/all";

    public static string User(string hub, string userId) => hub + "/user/" + userId;

    public static string Group(string hub, string group) => hub + "/group/" + group;

    [GeneratedRegex(@"^[A-Za-z][A-Za-z0-9_-]{0,127}\z")]
    private static partial Regex Name();
}

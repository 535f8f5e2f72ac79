namespace LiveTally.Realtime;

/// <summary>Names on the SignalR side.</summary>
public static class Hub
{
    /// <summary>The one hub.</summary>
    public const string Name = "livetally";

    /// <summary>The group that everybody who watches a poll is in.</summary>
    public static string GroupOf(string pollId) => "poll:" + pollId;
}

namespace LiveTally.Targets;

/// <summary>How often timers run, as NCRONTAB expressions.</summary>
public static class Schedules
{
    /// <summary>Looking after polls that time brings on: every second, it costs nothing here.</summary>
    public const string Polls = "* * * * * *";
}

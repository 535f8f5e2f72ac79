namespace LiveTally.Targets;

/// <summary>How often timers run, as NCRONTAB expressions.</summary>
public static class Schedules
{
    /// <summary>Looking after polls that time brings on: every 10 s, since every run is billed.</summary>
    public const string Polls = "*/10 * * * * *";
}

namespace Microsoft.Azure.Functions.Worker;

/// <summary>Why a timer function runs now.</summary>
public class TimerInfo
{
    /// <summary>Null where the schedule is not monitored, as when it recurs within a minute.</summary>
    public ScheduleStatus? ScheduleStatus { get; set; }

    /// <summary>Whether it runs later than its schedule says, because no host ran then.</summary>
    public bool IsPastDue { get; set; }
}

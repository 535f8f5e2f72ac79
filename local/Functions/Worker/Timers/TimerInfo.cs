namespace Microsoft.Azure.Functions.Worker;

/// <summary>Why a timer function runs now.</summary>
public class TimerInfo
{
    public ScheduleStatus? ScheduleStatus { get; set; }

    /// <summary>Whether it runs later than its schedule says, because no host ran then. Never, locally.</summary>
    public bool IsPastDue { get; set; }
}

namespace Microsoft.Azure.Functions.Worker;

/// <summary>Occurrences of a schedule, UTC.</summary>
public class ScheduleStatus
{
    /// <summary>The previous occurrence that ran; the default value before the first.</summary>
    public DateTime Last { get; set; }

    public DateTime Next { get; set; }

    public DateTime LastUpdated { get; set; }
}

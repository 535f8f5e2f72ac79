using System.ComponentModel.DataAnnotations;

namespace LiveTally.Results;

/// <summary>Settings of publishing: <c>Results__…</c>.</summary>
public sealed class ResultsOptions
{
    /// <summary>The section's name.</summary>
    public const string Section = "Results";

    /// <summary>At most one push per poll in this time: 10 ms to 10 s. Azure SignalR Service bills messages, so it is longer there.</summary>
    /// <value>250 ms; 50 ms in the local target</value>
    [Range(typeof(TimeSpan), "00:00:00.010", "00:00:10", ErrorMessage = "Results__PushInterval must be 00:00:00.010 to 00:00:10.")]
    public TimeSpan PushInterval { get; set; } = TimeSpan.FromMilliseconds(250);
}

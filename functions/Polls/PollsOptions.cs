using System.ComponentModel.DataAnnotations;

namespace LiveTally.Polls;

/// <summary>Settings of polls: <c>Polls__…</c>.</summary>
public sealed class PollsOptions
{
    /// <summary>The section's name.</summary>
    public const string Section = "Polls";

    /// <summary>
    /// How long it is known that a poll was deleted, so that its votes in the log are discarded and not kept as dead letters: 1 hour to 90
    /// days, and longer than the log keeps events.
    /// </summary>
    /// <value>8 days</value>
    [Range(typeof(TimeSpan), "01:00:00", "90.00:00:00", ErrorMessage = "Polls__TombstoneLifetime must be 01:00:00 to 90.00:00:00.")]
    public TimeSpan TombstoneLifetime { get; set; } = TimeSpan.FromDays(8);
}

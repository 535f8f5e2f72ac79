using System.ComponentModel.DataAnnotations;

namespace LiveTally.Votes;

/// <summary>Settings of the ingress: <c>Voting__…</c>.</summary>
public sealed class VotingOptions
{
    /// <summary>The section's name.</summary>
    public const string Section = "Voting";

    /// <summary>How long a voter token holds: 1 minute to 400 days.</summary>
    /// <value>7 days</value>
    [Range(typeof(TimeSpan), "00:01:00", "400.00:00:00", ErrorMessage = "Voting__TokenLifetime must be 00:01:00 to 400.00:00:00.")]
    public TimeSpan TokenLifetime { get; set; } = TimeSpan.FromDays(7);

    /// <summary>Votes that may wait for one log partition before further ones get 503 <c>overloaded</c>: 1 to 1,000,000.</summary>
    /// <value>10,000</value>
    [Range(1, 1_000_000, ErrorMessage = "Voting__MaxWaiting must be 1 to 1000000.")]
    public int MaxWaiting { get; set; } = 10_000;

    /// <summary>Most votes in one append: 1 to 4,000, which keeps it under the 1 MB that Event Hubs takes.</summary>
    /// <value>1,000</value>
    [Range(1, 4_000, ErrorMessage = "Voting__MaxAppend must be 1 to 4000.")]
    public int MaxAppend { get; set; } = 1_000;

    /// <summary>
    /// The longest that a vote may take from its acceptance until the log has it: 1 s to 1 minute. One that took longer gets 503, since its poll
    /// may have been sealed meanwhile.
    /// </summary>
    /// <value>10 s; 4 s in the local target</value>
    [Range(typeof(TimeSpan), "00:00:01", "00:01:00", ErrorMessage = "Voting__MaxAppendTime must be 00:00:01 to 00:01:00.")]
    public TimeSpan MaxAppendTime { get; set; } = TimeSpan.FromSeconds(10);
}

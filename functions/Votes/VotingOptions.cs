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

    /// <summary>
    /// Votes that may wait or be under way for all partitions together before further ones get 503 <c>overloaded</c>: 1 to 10,000,000. Each holds
    /// its request, some kilobytes.
    /// </summary>
    /// <value>20,000</value>
    [Range(1, 10_000_000, ErrorMessage = "Voting__MaxWaitingTotal must be 1 to 10000000.")]
    public int MaxWaitingTotal { get; set; } = 20_000;

    /// <summary>The same in bytes of their events: 1,000,000 to 1,000,000,000.</summary>
    /// <value>16,000,000, about 250 bytes for each of the default's 20,000 and as much again</value>
    [Range(1_000_000, 1_000_000_000, ErrorMessage = "Voting__MaxWaitingBytes must be 1000000 to 1000000000.")]
    public long MaxWaitingBytes { get; set; } = 16_000_000;

    /// <summary>Most votes in one append: 1 to 4,000. It is also held under the 1 MB that Event Hubs takes.</summary>
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

    /// <summary>
    /// The pause before a failed append is tried again, doubled each time up to 500 ms and jittered: 10 ms to 5 s. It is tried as long as
    /// <see cref="MaxAppendTime"/> lasts.
    /// </summary>
    /// <value>50 ms</value>
    [Range(typeof(TimeSpan), "00:00:00.010", "00:00:05", ErrorMessage = "Voting__RetryDelay must be 00:00:00.010 to 00:00:05.")]
    public TimeSpan RetryDelay { get; set; } = TimeSpan.FromMilliseconds(50);

    /// <summary>
    /// A partition of the log is left alone, and its votes get 503 <c>logUnavailable</c> at once, when there were this many appends to it within
    /// <see cref="BreakWindow"/> and half of them failed: 2 to 1,000.
    /// </summary>
    /// <value>4</value>
    [Range(2, 1_000, ErrorMessage = "Voting__BreakAfter must be 2 to 1000.")]
    public int BreakAfter { get; set; } = 4;

    /// <summary>The time over which failed appends are counted: 0.5 s to 1 minute.</summary>
    /// <value>2 s</value>
    [Range(typeof(TimeSpan), "00:00:00.500", "00:01:00", ErrorMessage = "Voting__BreakWindow must be 00:00:00.500 to 00:01:00.")]
    public TimeSpan BreakWindow { get; set; } = TimeSpan.FromSeconds(2);

    /// <summary>How long the partition is left alone, until one append tries whether it works again: 0.5 s to 1 minute.</summary>
    /// <value>2 s</value>
    [Range(typeof(TimeSpan), "00:00:00.500", "00:01:00", ErrorMessage = "Voting__BreakDuration must be 00:00:00.500 to 00:01:00.")]
    public TimeSpan BreakDuration { get; set; } = TimeSpan.FromSeconds(2);
}

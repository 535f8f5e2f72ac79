using System.ComponentModel.DataAnnotations;

namespace LiveTally.Tally;

/// <summary>Settings of the aggregation: <c>Tally__…</c>.</summary>
public sealed class TallyOptions
{
    /// <summary>The section's name.</summary>
    public const string Section = "Tally";

    /// <summary>
    /// Ballots kept in memory, over all boxes, so that a commit need not read its box first; about 130 bytes each. 0 to 100,000,000.
    /// </summary>
    /// <value>2,000,000</value>
    [Range(0, 100_000_000, ErrorMessage = "Tally__CachedBallots must be 0 to 100000000.")]
    public int CachedBallots { get; set; } = 2_000_000;

    /// <summary>
    /// Boxes that this instance works on at the same time: 1 to 256. While a box waits for its turn its votes gather, so that under load
    /// commits grow larger instead of more; a lone vote never waits.
    /// </summary>
    /// <value>16; in the local target the number of processors</value>
    [Range(1, 256, ErrorMessage = "Tally__ConcurrentBoxes must be 1 to 256.")]
    public int ConcurrentBoxes { get; set; } = 16;
}

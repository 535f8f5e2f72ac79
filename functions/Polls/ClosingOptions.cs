using System.ComponentModel.DataAnnotations;
using LiveTally.Votes;
using Microsoft.Extensions.Options;

namespace LiveTally.Polls;

/// <summary>Settings of closing: <c>Closing__…</c>.</summary>
public sealed class ClosingOptions
{
    /// <summary>The section's name.</summary>
    public const string Section = "Closing";

    /// <summary>
    /// How far ahead of the command <see cref="Poll.ClosedAt"/> lies: 3 s to 5 minutes. By then every instance knows, so that none accepts
    /// a vote after it (decision 0005).
    /// </summary>
    /// <value>15 s; 3 s in the local target</value>
    [Range(typeof(TimeSpan), "00:00:03", "00:05:00", ErrorMessage = "Closing__Margin must be 00:00:03 to 00:05:00.")]
    public TimeSpan Margin { get; set; } = TimeSpan.FromSeconds(15);

    /// <summary>
    /// The time between the end of voting and the seals, for votes on their way into the log: 3 s to 5 minutes, and at least
    /// <see cref="PollCache.Lifetime"/> and <see cref="VotingOptions.MaxAppendTime"/> together.
    /// </summary>
    /// <value>15 s; 7 s in the local target</value>
    [Range(typeof(TimeSpan), "00:00:03", "00:05:00", ErrorMessage = "Closing__Grace must be 00:00:03 to 00:05:00.")]
    public TimeSpan Grace { get; set; } = TimeSpan.FromSeconds(15);
}

/// <summary>The rule that ties <see cref="ClosingOptions.Grace"/> to how long a vote may be on its way.</summary>
internal sealed class ClosingOptionsRule(IOptions<VotingOptions> voting) : IValidateOptions<ClosingOptions>
{
    public ValidateOptionsResult Validate(string? name, ClosingOptions options)
    {
        var least = PollCache.Lifetime + voting.Value.MaxAppendTime;
        return options.Grace >= least
            ? ValidateOptionsResult.Success
            : ValidateOptionsResult.Fail($"Closing__Grace must be at least {least}: Voting__MaxAppendTime and {PollCache.Lifetime.TotalSeconds} s.");
    }
}

namespace LiveTally.Tests.Faults.Checking;

/// <summary>A promise that was broken.</summary>
/// <param name="Name">Stable: one of <see cref="Violations"/>.</param>
/// <param name="Poll">The poll, or null.</param>
/// <param name="Message">What was seen, and what should have been.</param>
public sealed record Violation(string Name, string? Poll, string Message)
{
    public override string ToString() => Poll is null ? $"{Name}: {Message}" : $"{Name}: poll {Poll}: {Message}";
}

/// <summary>The names of what can be broken.</summary>
public static class Violations
{
    /// <summary>A vote that had its 202 is not accounted for.</summary>
    public const string LostVote = nameof(LostVote);

    /// <summary>A voter, or a vote, counts twice.</summary>
    public const string DoubleCount = nameof(DoubleCount);

    /// <summary>A voter counts with another vote than the one that should.</summary>
    public const string WrongBallot = nameof(WrongBallot);

    /// <summary>The journal has a vote that nobody sent.</summary>
    public const string UnknownVote = nameof(UnknownVote);

    /// <summary>Two voters share a ballot key, or one has two, or one is in two boxes.</summary>
    public const string MixedVoters = nameof(MixedVoters);

    /// <summary>The journal has other choices than were sent.</summary>
    public const string WrongChoices = nameof(WrongChoices);

    /// <summary>A vote that was only ever refused is in the journal as counted.</summary>
    public const string RefusedVote = nameof(RefusedVote);

    /// <summary>A vote was rejected that should not have been, or for no good reason.</summary>
    public const string WrongRejection = nameof(WrongRejection);

    /// <summary>A vote first sent when the poll was final was accepted.</summary>
    public const string LateVote = nameof(LateVote);

    /// <summary>A vote's status is not what the journal says.</summary>
    public const string WrongStatus = nameof(WrongStatus);

    /// <summary>The journal has gaps, is out of order, or goes on after its seal.</summary>
    public const string JournalBroken = nameof(JournalBroken);

    /// <summary>The results are not the fold of the journal.</summary>
    public const string ResultsDiffer = nameof(ResultsDiffer);

    /// <summary>A final result changed.</summary>
    public const string FinalChanged = nameof(FinalChanged);

    /// <summary>The server's own verification does not agree.</summary>
    public const string VerifyDiffers = nameof(VerifyDiffers);

    /// <summary>A watcher saw an older version after a newer one.</summary>
    public const string VersionWentBack = nameof(VersionWentBack);

    /// <summary>One version was seen with two contents.</summary>
    public const string VersionDiffers = nameof(VersionDiffers);

    /// <summary>A newer version has less than an older one, of what can only grow.</summary>
    public const string TallyWentBack = nameof(TallyWentBack);

    /// <summary>A watcher's last push is not the final result.</summary>
    public const string PushDiffers = nameof(PushDiffers);

    /// <summary>The server did not come to rest in time once the faults were off.</summary>
    public const string NotDrained = nameof(NotDrained);

    /// <summary>An answer that the contract does not have here.</summary>
    public const string UnexpectedAnswer = nameof(UnexpectedAnswer);

    /// <summary>The server ended by itself.</summary>
    public const string ServerDied = nameof(ServerDied);

    /// <summary>Faults cannot be had from this server, so the run proves little.</summary>
    public const string NoFaultControl = nameof(NoFaultControl);
}

using System.Collections.Frozen;

namespace LiveTally.Operations;

/// <summary>Who may call a function.</summary>
public enum Caller
{
    /// <summary>Everybody. What depends on the poll or its rules, such as drafts, the function decides with <see cref="Admins"/>.</summary>
    Anyone,

    /// <summary>A voter of the poll. The function finds out, since a token is known by its poll's keys only.</summary>
    Voter,

    /// <summary>An admin: role <see cref="Roles.ManagePolls"/>, or the admin key of the local target.</summary>
    Admin,

    /// <summary>A backend that votes for its own users: role <see cref="Roles.SubmitVotes"/>, or the admin key of the local target.</summary>
    VotingBackend,

    /// <summary>Nobody over HTTP: the log, a change feed or a timer starts it.</summary>
    Trigger,
}

/// <summary>
/// The one place that says who may call what. <see cref="AccessMiddleware"/> holds every call to it before the function runs; a function without a
/// line here cannot be called.
/// </summary>
public static class Access
{
    /// <summary>Function name → who may call it.</summary>
    public static readonly FrozenDictionary<string, Caller> Functions = new Dictionary<string, Caller>
    {
        ["AggregateVotes"] = Caller.Trigger,
        ["ChangePoll"] = Caller.Admin,
        ["ClosePoll"] = Caller.Admin,
        ["CreateCodes"] = Caller.Admin,
        ["CreatePoll"] = Caller.Admin,
        ["DeleteDeadLetter"] = Caller.Admin,
        ["DeletePoll"] = Caller.Admin,
        ["GetJournal"] = Caller.Anyone,
        ["GetOpenApi"] = Caller.Anyone,
        ["GetPoll"] = Caller.Anyone,
        ["GetResults"] = Caller.Anyone,
        ["GetResultsCsv"] = Caller.Anyone,
        ["GetSettings"] = Caller.Anyone,
        ["GetTimeline"] = Caller.Anyone,
        ["GetVote"] = Caller.Voter,
        ["HealthLive"] = Caller.Anyone,
        ["HealthReady"] = Caller.Anyone,
        ["IssueVoterToken"] = Caller.Anyone,
        ["JoinViewers"] = Caller.Anyone,
        ["KeepSchedule"] = Caller.Trigger,
        ["LeaveViewers"] = Caller.Anyone,
        ["ListDeadLetters"] = Caller.Admin,
        ["ListPolls"] = Caller.Admin,
        ["Negotiate"] = Caller.Anyone,
        ["NotFound"] = Caller.Anyone,
        ["OpenPoll"] = Caller.Admin,
        ["PublishResults"] = Caller.Trigger,
        ["PurgePolls"] = Caller.Trigger,
        ["PushPoll"] = Caller.Trigger,
        ["PushResults"] = Caller.Trigger,
        ["ReplayDeadLetter"] = Caller.Admin,
        ["RotateKeys"] = Caller.Admin,
        ["SealPolls"] = Caller.Trigger,
        ["SubmitVote"] = Caller.Voter,
        ["SubmitVotes"] = Caller.VotingBackend,
        ["VerifyPoll"] = Caller.Admin,
    }.ToFrozenDictionary();
}

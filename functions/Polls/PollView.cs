using System.Collections.Immutable;

namespace LiveTally.Polls;

/// <summary>A poll as clients see it, over HTTP and as the push message <c>poll</c>.</summary>
public sealed record PollView(
    string Id,
    string Question,
    PollKind Kind,
    ImmutableArray<string> Options,
    int MaxChoices,
    bool AllowChange,
    VoterRule Voters,
    ResultsRule Results,
    PollState State,
    DateTimeOffset? OpensAt,
    DateTimeOffset? ClosesAt,
    int ExpectedVoters,
    int Boxes,
    DateTimeOffset CreatedAt)
{
    public static PollView Of(Poll poll) => new(
        poll.Id,
        poll.Question,
        poll.Kind,
        poll.Options,
        poll.MaxChoices,
        poll.AllowChange,
        poll.Voters,
        poll.Results,
        poll.State,
        poll.OpensAt,
        poll.ClosesAt,
        poll.ExpectedVoters,
        poll.Boxes,
        poll.CreatedAt);
}

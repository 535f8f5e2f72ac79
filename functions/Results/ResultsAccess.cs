using LiveTally.Operations;
using LiveTally.Polls;
using LiveTally.Tally;
using LiveTally.Votes;
using Microsoft.AspNetCore.Http;

namespace LiveTally.Results;

/// <summary>Decides who sees a poll's results now.</summary>
public sealed class ResultsAccess(BoxViews boxes, Admins admins, TimeProvider time)
{
    /// <summary>Whether the same answer may go to everybody, and so be cached by anybody.</summary>
    public static bool IsPublic(Poll poll) => poll.Results switch
    {
        ResultsRule.Live => true,
        ResultsRule.AfterClose => poll.State > PollState.Open,
        _ => false,
    };

    /// <summary>Null when the caller may see them.</summary>
    public async ValueTask<Error?> CheckAsync(HttpRequest request, Poll poll, CancellationToken cancellationToken)
    {
        if (IsPublic(poll) || admins.Sent(request))
            return null;
        if (poll.Results != ResultsRule.AfterVote)
            return Errors.ResultsHidden;

        var (ballotKey, error) = Callers.Voter(request, poll, time.GetUtcNow());
        if (error is not null)
            return error;

        // A voter who has just voted waits at most as long as a view lives to be let in.
        var box = await boxes.GetAsync(poll, ballotKey.BoxOf(poll.Boxes), cancellationToken);
        return box.VoterOf(ballotKey).HasBallot ? null : Errors.ResultsHidden;
    }
}

using LiveTally.Operations;
using Microsoft.AspNetCore.Http;
using Microsoft.Azure.Functions.Worker;

namespace LiveTally.Polls;

/// <summary><c>POST /polls/{pollId}/open</c>: from now on the poll takes votes.</summary>
public sealed class OpenPoll(PollChanges changes)
{
    [Function(nameof(OpenPoll))]
    public Task<IResult> Run(
        [HttpTrigger(AuthorizationLevel.Anonymous, "post", Route = "polls/{pollId}/open")] HttpRequest request,
        string pollId,
        CancellationToken cancellationToken) => changes.ApplyAsync(request, pollId, Decide, cancellationToken);

    internal static PollDecision Decide(Poll poll) => poll.State switch
    {
        PollState.Draft => poll with { State = PollState.Open },
        PollState.Open => default,
        _ => Errors.PollClosed,
    };
}

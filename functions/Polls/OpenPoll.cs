using LiveTally.Operations;
using Microsoft.AspNetCore.Http;
using Microsoft.Azure.Functions.Worker;

namespace LiveTally.Polls;

/// <summary><c>POST /polls/{pollId}/open</c>: from now on the poll takes votes.</summary>
public sealed class OpenPoll(PollChanges changes, TimeProvider time)
{
    [Function(nameof(OpenPoll))]
    public Task<IResult> Run(
        [HttpTrigger(AuthorizationLevel.Anonymous, "post", Route = "polls/{pollId}/open")] HttpRequest request,
        string pollId,
        CancellationToken cancellationToken) => changes.AnswerAsync(pollId, poll => Decide(poll, time.GetUtcNow()), cancellationToken);

    internal static PollDecision Decide(Poll poll, DateTimeOffset now) => poll.State switch
    {
        PollState.Draft when poll.ClosesAt <= now => Errors.PollClosed,
        PollState.Draft => poll with { State = PollState.Open },
        PollState.Open => default,
        _ => Errors.PollClosed,
    };
}

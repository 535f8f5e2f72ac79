using LiveTally.Operations;
using Microsoft.AspNetCore.Http;
using Microsoft.Azure.Functions.Worker;
using Microsoft.Extensions.Options;

namespace LiveTally.Polls;

/// <summary><c>POST /polls/{pollId}/close</c>: from now on the poll takes no votes; those already accepted are counted.</summary>
public sealed class ClosePoll(PollChanges changes, IOptions<ClosingOptions> options, TimeProvider time)
{
    [Function(nameof(ClosePoll))]
    public Task<IResult> Run(
        [HttpTrigger(AuthorizationLevel.Anonymous, "post", Route = "polls/{pollId}/close")] HttpRequest request,
        string pollId,
        CancellationToken cancellationToken) =>
        changes.AnswerAsync(pollId, poll => Decide(poll, time.GetUtcNow() + options.Value.Margin), cancellationToken);

    internal static PollDecision Decide(Poll poll, DateTimeOffset closedAt) => poll.State switch
    {
        PollState.Draft => Errors.PollNotOpen,

        // An instance that has not heard of it yet goes on accepting until it has; what it accepts counts.
        PollState.Open => poll with { State = PollState.Closing, ClosedAt = closedAt },
        _ => default,
    };
}

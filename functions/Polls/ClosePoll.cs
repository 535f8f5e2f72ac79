using LiveTally.Operations;
using Microsoft.AspNetCore.Http;
using Microsoft.Azure.Functions.Worker;

namespace LiveTally.Polls;

/// <summary><c>POST /polls/{pollId}/close</c>: from now on the poll takes no votes; those already accepted are counted.</summary>
public sealed class ClosePoll(PollChanges changes, TimeProvider time)
{
    /// <summary>
    /// How far ahead of the command <see cref="Poll.ClosedAt"/> lies: longer than any instance goes on with the poll as it was, which is the
    /// time that the write takes, plus <see cref="PollCache.Lifetime"/>, plus a read.
    /// </summary>
    public static readonly TimeSpan Margin = TimeSpan.FromSeconds(15);

    [Function(nameof(ClosePoll))]
    public Task<IResult> Run(
        [HttpTrigger(AuthorizationLevel.Anonymous, "post", Route = "polls/{pollId}/close")] HttpRequest request,
        string pollId,
        CancellationToken cancellationToken) => changes.ApplyAsync(request, pollId, poll => Decide(poll, time.GetUtcNow()), cancellationToken);

    internal static PollDecision Decide(Poll poll, DateTimeOffset now) => poll.State switch
    {
        PollState.Draft => Errors.PollNotOpen,

        // An instance that has not heard of it yet goes on accepting until it has; what it accepts counts.
        PollState.Open => poll with { State = PollState.Closing, ClosedAt = now + Margin },
        _ => default,
    };
}

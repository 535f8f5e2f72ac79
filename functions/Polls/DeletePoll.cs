using LiveTally.Operations;
using Microsoft.AspNetCore.Http;
using Microsoft.Azure.Cosmos;
using Microsoft.Azure.Functions.Worker;

namespace LiveTally.Polls;

/// <summary>
/// <c>DELETE /polls/{pollId}</c>: there is no such poll any more, as soon as the tombstone is durable; <see cref="PurgePolls"/> deletes what it
/// had (decision 0013). A second one gets 404. <c>If-Match</c> is heeded where it is sent.
/// </summary>
public sealed class DeletePoll(TallyDatabase database, PollCache polls, Admins admins, TimeProvider time)
{
    [Function(nameof(DeletePoll))]
    public async Task<IResult> Run(
        [HttpTrigger(AuthorizationLevel.Anonymous, "delete", Route = "polls/{pollId}")] HttpRequest request,
        string pollId,
        CancellationToken cancellationToken)
    {
        if (!admins.Sent(request))
            return new Problem(Errors.AdminRequired);

        for (var tried = false; ; tried = true)
        {
            var poll = await polls.ReadAsync(pollId, cancellationToken);
            if (poll is null && !tried)
                return new Problem(Errors.PollNotFound);
            if (poll is not null && request.Headers.IfMatch.Count > 0 && Preconditions.Check(request, poll.ETag!) is { } error)
                return new Problem(error);

            // Where a write of this call met none any more, it was this one whose answer was lost, or another call's: gone it is.
            if (poll is null || await BuryAsync(poll, cancellationToken))
            {
                await polls.InvalidateAsync(pollId, cancellationToken);
                return TypedResults.NoContent();
            }
        }
    }

    private Task<bool> BuryAsync(Poll poll, CancellationToken cancellationToken) => database.Polls.TryWriteAsync(
        poll.Id, new PartitionKey(poll.Id), poll.Tombstone(time.GetUtcNow()), poll.ETag, AppJson.Default.Poll, cancellationToken);
}

using LiveTally.Operations;
using Microsoft.AspNetCore.Http;
using Microsoft.Azure.Cosmos;

namespace LiveTally.Polls;

/// <summary>What a command does to a poll: a changed poll, an error, or neither when there is nothing to do.</summary>
public readonly record struct PollDecision(Poll? Changed, Error? Error)
{
    public static implicit operator PollDecision(Poll changed) => new(changed, null);

    public static implicit operator PollDecision(Error error) => new(null, error);
}

/// <summary>Brings a command to a poll: read, decide, write if nobody else did; again if somebody did.</summary>
public sealed class PollChanges(TallyDatabase database, PollCache polls, Admins admins)
{
    /// <summary>Answers 202 and the poll; repeating a command changes nothing and answers the same.</summary>
    public async Task<IResult> ApplyAsync(HttpRequest request, string pollId, Func<Poll, PollDecision> decide, CancellationToken cancellationToken)
    {
        if (!admins.Sent(request))
            return new Problem(Errors.AdminRequired);

        while (true)
        {
            var poll = await polls.ReadAsync(pollId, cancellationToken);
            if (poll is null)
                return new Problem(Errors.PollNotFound);

            var (changed, error) = decide(poll);
            if (error is not null)
                return new Problem(error);
            if (changed is null)
                return Answers.Accepted(PollView.Of(poll), AppJson.Default.PollView);

            var written = await database.Polls.TryWriteAsync(
                pollId, new PartitionKey(pollId), changed with { ETag = null }, poll.ETag, AppJson.Default.Poll, cancellationToken);
            if (written)
            {
                await polls.InvalidateAsync(pollId, cancellationToken);
                return Answers.Accepted(PollView.Of(changed), AppJson.Default.PollView);
            }
        }
    }
}

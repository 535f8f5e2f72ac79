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
public sealed class PollChanges(TallyDatabase database, PollCache polls)
{
    /// <summary>Answers an admin 202 and the poll; repeating a command changes nothing and answers the same.</summary>
    public async Task<IResult> AnswerAsync(string pollId, Func<Poll, PollDecision> decide, CancellationToken cancellationToken)
    {
        var (poll, error) = await ApplyAsync(pollId, decide, cancellationToken);
        return poll is null ? new Problem(error ?? Errors.PollNotFound) : Answers.Accepted(PollView.Of(poll), AppJson.Default.PollView);
    }

    /// <summary>The poll as it then is; null with the error that the decision gave, or without one when there is no such poll.</summary>
    public async Task<(Poll? Poll, Error? Error)> ApplyAsync(string pollId, Func<Poll, PollDecision> decide, CancellationToken cancellationToken)
    {
        while (true)
        {
            var poll = await polls.ReadAsync(pollId, cancellationToken);
            if (poll is null)
                return (null, null);

            var (changed, error) = decide(poll);
            if (error is not null)
                return (null, error);
            if (changed is null)
            {
                // There may have been something to do a moment ago, and the answer to that write was lost.
                await polls.InvalidateAsync(pollId, cancellationToken);
                return (poll, null);
            }

            var written = await database.Polls.TryWriteAsync(
                pollId, new PartitionKey(pollId), changed with { ETag = null }, poll.ETag, AppJson.Default.Poll, cancellationToken);
            if (written)
            {
                await polls.InvalidateAsync(pollId, cancellationToken);
                return (changed, null);
            }
        }
    }
}

using LiveTally.Operations;
using LiveTally.Tally;
using LiveTally.Votes;
using Microsoft.AspNetCore.Http;
using Microsoft.Azure.Functions.Worker;
using Microsoft.Extensions.Logging;

namespace LiveTally.DeadLetters;

/// <summary>The event is in the log again.</summary>
/// <param name="Id">The letter it was kept in.</param>
/// <param name="Partition">The log partition that it was appended to, the one it came from.</param>
/// <param name="Removed">
/// True when the letter is gone. False when the store did not say so: if it is still listed, delete it, or replay it again.
/// </param>
public sealed record ReplayedDeadLetter(string Id, int Partition, bool Removed);

/// <summary>
/// <c>POST /deadletters/{id}/replay</c>: an admin puts the bytes of an event back at the end of the partition that it came from. First the
/// append, durable, then the letter's removal, then 202: whatever fails in between, the event is in the log, in the letter, or in both. Being
/// in both is harmless, since a box keeps one ballot per voter. An event that still cannot be applied is parked again, under its new
/// sequence number. If the log does not take the event, or it is a vote whose box is sealed, the letter stays.
/// </summary>
public sealed class ReplayDeadLetter(
    IDeadLetterStore store, IVoteLog log, SealedBoxes sealedBoxes, ILogger<ReplayDeadLetter> logger)
{
    [Function(nameof(ReplayDeadLetter))]
    public async Task<IResult> Run(
        [HttpTrigger(AuthorizationLevel.Anonymous, "post", Route = "deadletters/{id}/replay")] HttpRequest request,
        string id,
        CancellationToken cancellationToken)
    {
        if (await store.FindAsync(id, cancellationToken) is not { } letter)
            return new Problem(Errors.DeadLetterNotFound);
        if (await sealedBoxes.RefuseAsync(letter, cancellationToken))
            return new Problem(Errors.PollClosed, "The vote's box is sealed and takes nothing more; the letter stays.");

        try
        {
            if (letter.Partition >= await log.GetPartitionCountAsync(cancellationToken))
                return new Problem(Errors.PartitionGone, $"The log has no partition {letter.Partition}.");

            // From here on not the caller's token: whoever hangs up must not leave the letter behind the event.
            await log.AppendAsync(letter.Partition, [letter.Body], CancellationToken.None);
        }
        catch (VoteLogException e)
        {
            return e.ToProblem();
        }

        var removed = await RemoveAsync(letter);
        Log.Replayed(logger, id, letter.Partition);
        return Answers.Accepted(new ReplayedDeadLetter(id, letter.Partition, removed), AppJson.Default.ReplayedDeadLetter);
    }

    private async Task<bool> RemoveAsync(DeadLetter letter)
    {
        try
        {
            await store.DeleteAsync(letter.Id, CancellationToken.None);
            return true;
        }
        catch (DeadLetterStoreException e)
        {
            Log.NotRemoved(logger, e, letter.Id);
            return false;
        }
    }
}

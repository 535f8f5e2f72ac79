using LiveTally.Operations;
using Microsoft.Azure.Cosmos;

namespace LiveTally.Polls;

/// <summary>Finds the polls that time alone brings on.</summary>
public sealed class PendingPolls(TallyDatabase database)
{
    private const int AtOnce = 64;

    /// <summary>Does something for each of them, some at the same time; one that fails does not keep the others.</summary>
    /// <exception cref="Exception">Of the first that failed, when all have come to their end.</exception>
    public async Task ForEachAsync(Func<Poll, Task> step, CancellationToken cancellationToken, int atOnce = AtOnce)
    {
        var polls = new List<Poll>();
        using var feed = database.Polls.GetItemQueryIterator<Poll>(new QueryDefinition("SELECT * FROM c WHERE c.pending = true"));
        while (feed.HasMoreResults)
            polls.AddRange(await feed.ReadNextAsync(cancellationToken));

        using var turns = new SemaphoreSlim(atOnce);
        await Task.WhenAll(polls.Select(poll => InTurnAsync(turns, poll, step, cancellationToken)));
    }

    private static async Task InTurnAsync(SemaphoreSlim turns, Poll poll, Func<Poll, Task> step, CancellationToken cancellationToken)
    {
        await turns.WaitAsync(cancellationToken);
        try
        {
            await step(poll);
        }
        catch (PollDeletedException)
        {
            // It was deleted since it was found here. Its tombstone is found the next time.
        }
        finally
        {
            turns.Release();
        }
    }
}

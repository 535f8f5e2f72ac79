using LiveTally.Operations;
using Microsoft.Azure.Cosmos;

namespace LiveTally.Polls;

/// <summary>Finds the polls that time alone brings on.</summary>
public sealed class PendingPolls(TallyDatabase database)
{
    /// <summary>Does something for each of them, at the same time; one that fails does not keep the others.</summary>
    /// <exception cref="Exception">Of the first that failed, when all have come to their end.</exception>
    public async Task ForEachAsync(Func<Poll, Task> step, CancellationToken cancellationToken)
    {
        var steps = new List<Task>();
        using var feed = database.Polls.GetItemQueryIterator<Poll>(new QueryDefinition("SELECT * FROM c WHERE c.pending = true"));
        while (feed.HasMoreResults)
        {
            foreach (var poll in await feed.ReadNextAsync(cancellationToken))
                steps.Add(step(poll));
        }

        await Task.WhenAll(steps);
    }
}

using LiveTally.Codes;
using LiveTally.Operations;
using LiveTally.Results;
using LiveTally.Tally;
using Microsoft.Azure.Cosmos;
using Microsoft.Extensions.Options;

namespace LiveTally.Polls;

/// <summary>
/// What is left of a deleted poll besides its tombstone. Every box's head and the results are replaced by tombstones of their own, so that a
/// commit or a merge which was decided on the poll while it was there fails on its ETag; only then the rest is deleted (decision 0013).
/// </summary>
public sealed class PollRemains(TallyDatabase database, VotingCodes codes, IOptions<PollsOptions> options)
{
    private const int BoxesAtOnce = 8;

    /// <summary>Returns when nothing is left. It may be called again, and by several at the same time.</summary>
    /// <exception cref="CosmosException">Something may be left.</exception>
    public async Task DeleteAsync(Poll tombstone, CancellationToken cancellationToken)
    {
        await DeleteResultsAsync(tombstone.Id, cancellationToken);
        await Parallel.ForEachAsync(
            Enumerable.Range(0, tombstone.Boxes),
            new ParallelOptions { MaxDegreeOfParallelism = BoxesAtOnce, CancellationToken = cancellationToken },
            async (box, ct) => await DeleteBoxAsync(tombstone.Id, box, ct));
        await codes.DeleteAllAsync(tombstone.Id, cancellationToken);
    }

    private async Task DeleteResultsAsync(string pollId, CancellationToken cancellationToken)
    {
        var key = new PartitionKey(pollId);
        var tombstone = ResultsDocument.Tombstone(pollId, options.Value.TombstoneLifetime);
        await database.Results.OverwriteAsync(key, tombstone, AppJson.Default.ResultsDocument, cancellationToken);
        await database.Results.DeleteOthersAsync(key, tombstone.Id, cancellationToken);
    }

    private async Task DeleteBoxAsync(string pollId, int box, CancellationToken cancellationToken)
    {
        var key = TallyDatabase.BoxKey(pollId, box);
        var tombstone = BoxHead.Tombstone(pollId, box, options.Value.TombstoneLifetime);
        await database.Boxes.OverwriteAsync(key, tombstone, AppJson.Default.BoxHead, cancellationToken);
        await database.Boxes.DeleteOthersAsync(key, tombstone.Id, cancellationToken);
    }
}

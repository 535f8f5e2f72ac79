using LiveTally.Operations;
using LiveTally.Targets;
using Microsoft.Azure.Cosmos;
using Microsoft.Azure.Functions.Worker;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Options;

namespace LiveTally.Polls;

/// <summary>Deletes what deleted polls have left. Whatever ends it half-way, the next run goes over all of it again.</summary>
public sealed class PurgePolls(
    PendingPolls pending, PollRemains remains, TallyDatabase database, IOptions<PollsOptions> options, ILogger<PurgePolls> logger)
{
    private const int AtOnce = 4;

    [Function(nameof(PurgePolls))]
    public Task Run([TimerTrigger(Schedules.Polls)] TimerInfo timer, CancellationToken cancellationToken) => pending.ForEachAsync(
        poll => poll.State == PollState.Deleted ? PurgeAsync(poll, cancellationToken) : Task.CompletedTask, cancellationToken, AtOnce);

    private async Task PurgeAsync(Poll tombstone, CancellationToken cancellationToken)
    {
        await remains.DeleteAsync(tombstone, cancellationToken);

        // Its time begins only now: while anything is left the tombstone must be there. If it is not written now, it was by another run.
        var purged = tombstone with { Purged = true, TimeToLive = (int)options.Value.TombstoneLifetime.TotalSeconds, ETag = null };
        await database.Polls.TryWriteAsync(tombstone.Id, new PartitionKey(tombstone.Id), purged, tombstone.ETag, AppJson.Default.Poll, cancellationToken);
        Log.Purged(logger, tombstone.Id);
    }
}

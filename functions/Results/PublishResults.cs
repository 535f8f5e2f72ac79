using System.Collections.Immutable;
using LiveTally.Operations;
using LiveTally.Polls;
using LiveTally.Tally;
using Microsoft.Azure.Functions.Worker;
using Microsoft.Extensions.Options;

namespace LiveTally.Results;

/// <summary>What this function reads of a changed document in <c>boxes</c>: a head in full, of a page only the id.</summary>
public sealed record ChangedBox(
    string Id,
    string PollId,
    int Box,
    long Entries,
    long Ballots,
    ImmutableArray<long> Counts,
    ImmutableArray<long>? FirstChoices,
    byte[]? Chain,
    bool Sealed,
    bool Deleted);

/// <summary>Merges changed boxes into their polls' results.</summary>
public sealed class PublishResults(PollCache polls, ResultsStore results, IOptions<ResultsOptions> options, TimeProvider time)
{
    [Function(nameof(PublishResults))]
    [ExponentialBackoffRetry(-1, "00:00:01", "00:00:30")]
    public async Task Run(
        [CosmosDBTrigger(
            TallyDatabase.Name,
            TallyDatabase.BoxesContainer,
            Connection = TallyDatabase.Connection,
            LeaseContainerName = TallyDatabase.LeasesContainer,
            LeaseContainerPrefix = nameof(PublishResults),
            StartFromBeginning = true,
            FeedPollDelay = 100)] IReadOnlyList<ChangedBox> changed,
        CancellationToken cancellationToken)
    {
        var started = time.GetTimestamp();
        var merged = await Task.WhenAll(changed
            .Where(document => document.Id == BoxHead.DocumentId && !document.Deleted)
            .GroupBy(head => head.PollId)
            .Select(heads => MergeAsync(heads, cancellationToken)));

        // Holding the feed back makes one write, and so one push, of all that changes meanwhile; what comes after a lull is not held.
        var rest = options.Value.PushInterval - time.GetElapsedTime(started);
        if (merged.Contains(true) && rest > TimeSpan.Zero)
            await Task.Delay(rest, time, cancellationToken);
    }

    private async Task<bool> MergeAsync(IGrouping<string, ChangedBox> heads, CancellationToken cancellationToken)
    {
        // A deleted poll has no results.
        var poll = await polls.FindAsync(heads.Key, cancellationToken);
        return poll is not null
            && await results.MergeAsync(poll, [.. heads.Select(head => KeyValuePair.Create(head.Box, TallyOf(head)))], cancellationToken);
    }

    private static BoxTally TallyOf(ChangedBox head) => 
        new(head.Entries, head.Ballots, head.Counts, head.FirstChoices, head.Sealed ? head.Chain : null);
}

using System.Collections.Immutable;
using System.Diagnostics;
using LiveTally.Operations;
using LiveTally.Polls;
using LiveTally.Tally;
using Microsoft.Azure.Functions.Worker;
using Microsoft.Extensions.Options;

namespace LiveTally.Results;

/// <summary>What this function reads of a changed document in <c>boxes</c>: a head in full, of a page only where it comes from.</summary>
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
    bool Deleted,
    string? TraceParent = null,
    DateTimeOffset? AcceptedAt = null);

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
            .GroupBy(document => document.PollId)
            .Where(documents => documents.Any(IsHead))
            .Select(documents => MergeAsync(documents, cancellationToken)));

        // Holding the feed back makes one write, and so one push, of all that changes meanwhile; what comes after a lull is not held.
        var rest = options.Value.PushInterval - time.GetElapsedTime(started);
        if (merged.Contains(true) && rest > TimeSpan.Zero)
            await Task.Delay(rest, time, cancellationToken);
    }

    // A page comes with its head: both are written in one transaction.
    private async Task<bool> MergeAsync(IGrouping<string, ChangedBox> documents, CancellationToken cancellationToken)
    {
        using var span = Traces.Start("merge results", ActivityKind.Consumer, documents.Select(document => document.TraceParent));
        span?.SetTag("livetally.poll.id", documents.Key);

        // A deleted poll has no results.
        var poll = await polls.FindAsync(documents.Key, cancellationToken);
        if (poll is null)
            return false;

        var origin = new ResultsOrigin(span is { Recorded: true } ? span.Id : null, documents.Min(document => document.AcceptedAt));
        return await results.MergeAsync(poll, [.. documents.Where(IsHead).Select(head => KeyValuePair.Create(head.Box, TallyOf(head)))], cancellationToken, origin);
    }

    private static bool IsHead(ChangedBox document) => document.Id == BoxHead.DocumentId && !document.Deleted;

    private static BoxTally TallyOf(ChangedBox head) => 
        new(head.Entries, head.Ballots, head.Counts, head.FirstChoices, head.Sealed ? head.Chain : null);
}

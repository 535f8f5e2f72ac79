using System.Collections.Concurrent;
using LiveTally.Operations;
using LiveTally.Polls;
using LiveTally.Realtime;
using Microsoft.Azure.Functions.Worker;
using Microsoft.Extensions.Options;

namespace LiveTally.Results;

/// <summary>The last push of each poll by this instance: its version, and when it was.</summary>
public sealed class PushedVersions
{
    private const int MaxPolls = 10_000;

    internal ConcurrentDictionary<string, (long Version, long Timestamp)> Last { get; } = new();

    internal void Note(string pollId, long version, long timestamp)
    {
        // Forgetting costs a repeated push at the most, which clients drop.
        if (Last.Count >= MaxPolls)
            Last.Clear();
        Last[pollId] = (version, timestamp);
    }
}

/// <summary>
/// Pushes changed results to the poll's screens. It is a step of its own, fed by the changes of <c>results</c>, so that a process that dies
/// between merging and pushing leaves a change that is delivered again (decision 0004).
/// </summary>
public sealed class PushResults(PollCache polls, ResultsStore results, PushedVersions pushed, IOptions<ResultsOptions> options, TimeProvider time)
{
    [Function(nameof(PushResults))]
    [ExponentialBackoffRetry(-1, "00:00:01", "00:00:30")]
    [SignalROutput(HubName = Hub.Name)]
    public async Task<SignalRMessageAction[]> Run(
        [CosmosDBTrigger(
            TallyDatabase.Name,
            TallyDatabase.ResultsContainer,
            Connection = TallyDatabase.Connection,
            LeaseContainerName = TallyDatabase.LeasesContainer,
            LeaseContainerPrefix = nameof(PushResults),
            StartFromBeginning = true,
            FeedPollDelay = 100)] IReadOnlyList<ResultsDocument> changed,
        FunctionContext context,
        CancellationToken cancellationToken)
    {
        // What an attempt that failed has noted as pushed may never have been sent.
        var retried = context.RetryContext is { RetryCount: > 0 };
        var messages = await Task.WhenAll(changed
            .Where(document => document.Id == ResultsDocument.CurrentId)
            .Select(document => MessageAsync(document, retried, cancellationToken)));
        return [.. messages.OfType<SignalRMessageAction>()];
    }

    private async Task<SignalRMessageAction?> MessageAsync(ResultsDocument document, bool retried, CancellationToken cancellationToken)
    {
        var poll = await polls.FindAsync(document.PollId, cancellationToken);
        if (poll is null || (poll.Results == ResultsRule.AfterClose && document.State <= PollState.Open))
            return null;

        // Several owners of the boxes' feed may merge faster than one may push: wait, then push what is newest, and that only once.
        if (pushed.Last.TryGetValue(document.PollId, out var last))
        {
            var rest = options.Value.PushInterval - time.GetElapsedTime(last.Timestamp);
            if (rest > TimeSpan.Zero)
                await Task.Delay(rest, time, cancellationToken);

            // The attempt that failed may have pushed newer than what this batch has: screens must not go back.
            if (rest > TimeSpan.Zero || retried)
                document = await results.ReadAsync(poll, cancellationToken);

            if (document.Version <= last.Version && !retried)
                return null;
        }

        pushed.Note(document.PollId, document.Version, time.GetTimestamp());
        return new SignalRMessageAction("results", [ResultsSnapshot.Of(document)]) { GroupName = Hub.GroupOf(document.PollId) };
    }
}

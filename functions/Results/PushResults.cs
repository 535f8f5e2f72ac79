using System.Diagnostics;
using LiveTally.Operations;
using LiveTally.Polls;
using LiveTally.Realtime;
using Microsoft.Azure.Functions.Worker;
using Microsoft.Extensions.Options;

namespace LiveTally.Results;

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
        var retried = context.RetryContext is { RetryCount: > 0 };
        var messages = await Task.WhenAll(changed
            .Where(document => document.Id == ResultsDocument.CurrentId && !document.Deleted)
            .Select(document => MessageAsync(document, retried, cancellationToken)));
        return [.. messages.OfType<SignalRMessageAction>()];
    }

    private async Task<SignalRMessageAction?> MessageAsync(ResultsDocument document, bool retried, CancellationToken cancellationToken)
    {
        var poll = await polls.FindAsync(document.PollId, cancellationToken);
        if (poll is null || (poll.Results == ResultsRule.AfterClose && document.State <= PollState.Open))
            return null;

        using var span = Traces.Start("push results", ActivityKind.Producer, [document.Origin?.TraceParent]);
        span?.SetTag("livetally.poll.id", document.PollId);

        // Several owners of the boxes' feed may merge faster than one may push: wait, then push what is newest, and that only once. An attempt
        // after one that failed may come after newer pushes, and pushes what is newest too.
        var rest = pushed.RestOf(document.PollId, options.Value.PushInterval);
        if (rest > TimeSpan.Zero)
            await Task.Delay(rest, time, cancellationToken);
        if (rest > TimeSpan.Zero || retried)
        {
            try
            {
                document = await results.ReadAsync(poll, cancellationToken);
            }
            catch (PollDeletedException)
            {
                return null;
            }
        }

        // A newer one is on its way by another invocation, which sees to it. The same may come again: what an attempt that failed has noted was
        // perhaps never sent, and the final result may rather come twice than not at all.
        var noted = pushed.Note(document.PollId, document.Version);
        if (noted > document.Version || (noted == document.Version && !retried && document.Final is null))
            return null;
        PushTelemetry.Pushed(document, span, time.GetUtcNow(), again: noted == document.Version);
        return new SignalRMessageAction("results", [ResultsSnapshot.Of(document)]) { GroupName = Hub.GroupOf(document.PollId) };
    }
}

using LiveTally.Operations;
using LiveTally.Polls;
using LiveTally.Results;
using Microsoft.Azure.Functions.Worker;

namespace LiveTally.Realtime;

/// <summary>Pushes a poll whose state or text changed to its screens, and brings the state into its results.</summary>
public sealed class PushPoll(PollCache polls, ResultsStore results, PushedPolls pushed)
{
    private static readonly KeyValuePair<string, object?> Message = new("message", "poll");

    [Function(nameof(PushPoll))]
    [ExponentialBackoffRetry(-1, "00:00:01", "00:00:30")]
    [SignalROutput(HubName = Hub.Name)]
    public async Task<SignalRMessageAction[]> Run(
        [CosmosDBTrigger(
            TallyDatabase.Name,
            TallyDatabase.PollsContainer,
            Connection = TallyDatabase.Connection,
            LeaseContainerName = TallyDatabase.LeasesContainer,
            LeaseContainerPrefix = nameof(PushPoll),
            StartFromBeginning = true,
            FeedPollDelay = 500)] IReadOnlyList<Poll> changed,
        FunctionContext context,
        CancellationToken cancellationToken)
    {
        var messages = await Task.WhenAll(changed
            .Where(poll => poll.State != PollState.Draft)
            .Select(poll => MessageAsync(poll.Id, retried: context.RetryContext is { RetryCount: > 0 }, cancellationToken)));
        return [.. messages.OfType<SignalRMessageAction>()];
    }

    private async Task<SignalRMessageAction?> MessageAsync(string pollId, bool retried, CancellationToken cancellationToken)
    {
        // As it is now: what was delivered may be old, and the message has no version for a client to tell.
        var poll = await polls.ReadAsync(pollId, cancellationToken);
        if (poll is null)
            return null;

        await results.MergeAsync(poll, [], cancellationToken);
        var view = PollView.Of(poll);
        if (!pushed.TryNote(view) && !retried)
            return null;
        Telemetry.Pushes.Add(1, Message);
        return new SignalRMessageAction("poll", [view]) { GroupName = Hub.GroupOf(poll.Id) };
    }
}

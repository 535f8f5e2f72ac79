using LiveTally.Operations;
using LiveTally.Polls;
using LiveTally.Results;
using Microsoft.Azure.Functions.Worker;

namespace LiveTally.Realtime;

/// <summary>Pushes a poll whose state or text changed to its screens, and brings the state into its results.</summary>
public sealed class PushPoll(ResultsStore results)
{
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
        CancellationToken cancellationToken)
    {
        var visible = changed.Where(poll => poll.State != PollState.Draft).ToArray();
        await Task.WhenAll(visible.Select(poll => results.MergeAsync(poll, [], cancellationToken)));
        return [.. visible.Select(poll => new SignalRMessageAction("poll", [PollView.Of(poll)]) { GroupName = Hub.GroupOf(poll.Id) })];
    }
}

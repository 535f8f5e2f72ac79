using LiveTally.Targets;
using Microsoft.Azure.Functions.Worker;

namespace LiveTally.Polls;

/// <summary>Opens and closes polls whose time has come.</summary>
public sealed class KeepSchedule(PendingPolls pending, PollChanges changes, TimeProvider time)
{
    [Function(nameof(KeepSchedule))]
    public Task Run([TimerTrigger(Schedules.Polls)] TimerInfo timer, CancellationToken cancellationToken) =>
        pending.ForEachAsync(
            async poll =>
            {
                if (Decide(poll, time.GetUtcNow()).Changed is not null)
                    await changes.ApplyAsync(poll.Id, current => Decide(current, time.GetUtcNow()), cancellationToken);
            },
            cancellationToken);

    internal static PollDecision Decide(Poll poll, DateTimeOffset now) => poll.State switch
    {
        // Nobody was there to open it, and its time is over: it stays a draft, and is not asked about again.
        PollState.Draft when poll.OpensAt <= now && poll.ClosesAt <= now => poll with { OpensAt = null },
        PollState.Draft when poll.OpensAt <= now => OpenPoll.Decide(poll, now),

        // Every instance has known the moment all along, and has refused votes since.
        PollState.Open when poll.ClosesAt <= now => ClosePoll.Decide(poll, poll.ClosesAt.Value),
        _ => default,
    };
}

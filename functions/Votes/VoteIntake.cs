using LiveTally.Polls;
using LiveTally.Operations;
using Microsoft.Extensions.Options;

namespace LiveTally.Votes;

/// <summary>When a vote was taken in hand: a time of day, in the log's milliseconds, and a timestamp to measure from.</summary>
public readonly record struct TakenAt(DateTimeOffset Time, long Timestamp)
{
    public static TakenAt Now(TimeProvider time)
    {
        var timestamp = time.GetTimestamp();
        return new(DateTimeOffset.FromUnixTimeMilliseconds(time.GetUtcNow().ToUnixTimeMilliseconds()), timestamp);
    }
}

/// <summary>The way of every vote from its voter to its receipt: decided, durable in the log, in time.</summary>
public sealed class VoteIntake(VotePublisher publisher, IOptions<VotingOptions> options, TimeProvider time)
{
    /// <summary>The accepted vote, or the problem with it.</summary>
    /// <param name="poll">The poll, looked up after <paramref name="taken"/>: what holds that up counts against the time that a vote may take.</param>
    /// <param name="voter">The voter, made sure of.</param>
    /// <param name="choices">As sent.</param>
    /// <param name="idempotencyKey">As sent; null: none.</param>
    /// <param name="taken">When the vote was taken in hand.</param>
    /// <param name="cancellationToken">Ends the wait for a log that does not say how many partitions it has; nothing else can be taken back.</param>
    public async ValueTask<(AcceptedVote? Vote, Problem? Problem)> AcceptAsync(
        Poll poll, BallotKey voter, int[] choices, string? idempotencyKey, TakenAt taken, CancellationToken cancellationToken)
    {
        var decision = VoteDecision.Of(poll, choices, idempotencyKey, taken.Time);
        if (decision.Problem is not null)
            return (null, decision.Problem);

        var box = voter.BoxOf(poll.Boxes);
        var logEvent = LogEvents.Encode(poll.Id, box, voter, decision.VoteId, decision.Choices, taken.Time);
        if (await publisher.PublishAsync(poll.Id, box, logEvent, cancellationToken) is { } failure)
            return (null, failure.ToProblem());

        // It is in the log, but the poll's seal may be there before it: what is answered with 202 must count (decision 0005). A machine that was
        // suspended has not measured that time, but its clock shows it.
        var most = options.Value.MaxAppendTime;
        if (time.GetElapsedTime(taken.Timestamp) > most || time.GetUtcNow() - taken.Time > most)
            return (null, new Problem(Errors.LogUnavailable, "The log took too long; send the vote again with the same key.") { RetryAfter = TimeSpan.FromSeconds(1) });

        Telemetry.VotesAccepted.Add(1);
        var receipt = new Receipt(poll.Id, box, voter, decision.VoteId).Sign(poll.Keys);
        return (new AcceptedVote(decision.VoteId, poll.Id, receipt, taken.Time), null);
    }
}

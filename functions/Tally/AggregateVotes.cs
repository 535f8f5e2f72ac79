using System.Diagnostics;
using System.Globalization;
using System.Text.Json;
using LiveTally.Operations;
using LiveTally.Polls;
using LiveTally.Votes;
using Microsoft.Azure.Functions.Worker;
using Microsoft.Extensions.Logging;

namespace LiveTally.Tally;

/// <summary>
/// Takes votes from the log into their boxes. A fault of storage fails the batch, and the whole batch is tried again for as long as it
/// takes: what is in a box already stays as it is. An event that will never fit is parked and blocks nothing.
/// </summary>
public sealed class AggregateVotes(
    PollCache polls, BallotBoxes boxes, IDeadLetters deadLetters, LogLag lag, TimeProvider time, ILogger<AggregateVotes> logger)
{
    /// <summary>The consumer group that counts.</summary>
    public const string ConsumerGroup = "tally";

    // The trigger moves its checkpoint past a batch that fails for good, so it must never fail for good: -1 is without end.
    [Function(nameof(AggregateVotes))]
    [ExponentialBackoffRetry(-1, "00:00:01", "00:00:30")]
    public async Task Run(
        [EventHubTrigger(IVoteLog.HubName, Connection = "EventHubs", ConsumerGroup = ConsumerGroup)] byte[][] events,
        long[] sequenceNumberArray,
        JsonElement partitionContext,
        CancellationToken cancellationToken)
    {
        var partition = int.Parse(partitionContext.GetProperty("PartitionId").GetString()!, CultureInfo.InvariantCulture);
        Telemetry.BatchSize.Record(events.Length);
        lag.Begin(partition, sequenceNumberArray[0]);
        var byBox = new Dictionary<(string PollId, int Box), List<(BoxEvent Event, byte[] Body)>>();
        for (var i = 0; i < events.Length; i++)
        {
            try
            {
                var (pollId, box, next) = LogEvents.Decode(sequenceNumberArray[i], events[i]);
                if (!byBox.TryGetValue((pollId, box), out var group))
                    byBox.Add((pollId, box), group = []);
                group.Add((next, events[i]));
            }
            catch (InvalidDataException e)
            {
                await ParkAsync(partition, sequenceNumberArray[i], events[i], e.Message, cancellationToken);
            }
        }

        // All come to their end before any fault is told: one box's must not keep the others from being counted.
        await Task.WhenAll(byBox.Select(group => AddAsync(group.Key.PollId, group.Key.Box, partition, group.Value, cancellationToken)));
        lag.Done(partition, sequenceNumberArray[^1]);
    }

    private async Task AddAsync(string pollId, int box, int partition, List<(BoxEvent Event, byte[] Body)> events, CancellationToken cancellationToken)
    {
        using var span = Traces.Start("votes process", ActivityKind.Consumer, events.Select(pair => pair.Event.TraceParent));
        span.Describe("process", partition, events.Count);
        span?.SetTag("livetally.poll.id", pollId).SetTag("livetally.box", box);
        try
        {
            await CountAsync(pollId, box, partition, events, cancellationToken);
        }
        catch (Exception e)
        {
            span.Fail(e);
            throw;
        }
    }

    private async Task CountAsync(string pollId, int box, int partition, List<(BoxEvent Event, byte[] Body)> events, CancellationToken cancellationToken)
    {
        // A replica may not have a new poll yet, or not its opening, so that one "no" is not enough to send a vote to the dead letters.
        var poll = await polls.FindOrTombstoneAsync(pollId, cancellationToken);
        for (var again = 0; poll is null or { State: PollState.Draft } && again < 2; again++)
        {
            await Task.Delay(TimeSpan.FromSeconds(1), time, cancellationToken);
            poll = await polls.FindOrTombstoneAsync(pollId, cancellationToken);
        }

        string reason;
        if (poll is { State: PollState.Deleted })
        {
            Discard(pollId, events);
            return;
        }

        if (poll is null or { State: PollState.Draft } || box >= poll.Boxes)
        {
            reason = poll switch
            {
                null => $"There is no poll {pollId}.",
                { State: PollState.Draft } => $"Poll {pollId} is not open yet.",
                _ => $"Poll {pollId} has no box {box}.",
            };
        }
        else
        {
            try
            {
                await boxes.AddAsync(poll, box, partition, [.. events.Select(pair => pair.Event)], cancellationToken);
                return;
            }
            catch (PollDeletedException)
            {
                Discard(pollId, events);
                return;
            }
            catch (InvalidDataException e)
            {
                // The box itself is damaged. Its events wait as dead letters until it is repaired; other boxes go on.
                reason = e.Message;
            }
        }

        foreach (var (next, body) in events)
            await ParkAsync(partition, next.SequenceNumber, body, reason, cancellationToken);
    }

    // The one place where votes end without being counted or kept.
    private void Discard(string pollId, List<(BoxEvent Event, byte[] Body)> events)
    {
        var votes = events.Count(pair => pair.Event is CastVote);
        Telemetry.VotesDiscarded.Add(votes);
        Log.Discarded(logger, votes, pollId);
    }

    private async Task ParkAsync(int partition, long sequenceNumber, byte[] body, string reason, CancellationToken cancellationToken)
    {
        // Its store names it.
        await deadLetters.ParkAsync(new DeadLetter("", partition, sequenceNumber, reason, time.GetUtcNow(), body), cancellationToken);
        Telemetry.VotesDeadLettered.Add(1);
        Log.Parked(logger, partition, sequenceNumber, reason);
    }
}

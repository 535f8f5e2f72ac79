using LiveTally.Results;
using LiveTally.Tally;
using LiveTally.Targets;
using LiveTally.Votes;
using Microsoft.Azure.Functions.Worker;
using Microsoft.Extensions.Options;

namespace LiveTally.Polls;

/// <summary>
/// Brings closed polls on: close markers into the log, seal markers when every accepted vote must be there before them, and the end when all
/// boxes are sealed. Every step may be repeated: a box takes its first marker of each kind.
/// </summary>
public sealed class SealPolls(
    PendingPolls pending,
    PollChanges changes,
    BoxMarkers markers,
    BoxStore boxes,
    ResultsStore results,
    IOptions<ClosingOptions> options,
    TimeProvider time)
{
    [Function(nameof(SealPolls))]
    public Task Run([TimerTrigger(Schedules.Polls)] TimerInfo timer, CancellationToken cancellationToken) =>
        pending.ForEachAsync(poll => StepAsync(poll, cancellationToken), cancellationToken);

    private Task StepAsync(Poll poll, CancellationToken cancellationToken) => poll.State switch
    {
        PollState.Closing when !poll.CloseMarked => MarkAsync(poll, cancellationToken),
        PollState.Closing when poll.ClosedAt <= time.GetUtcNow() => SealAsync(poll, cancellationToken),
        PollState.Sealing => FinishAsync(poll, cancellationToken),
        _ => Task.CompletedTask,
    };

    private async Task MarkAsync(Poll poll, CancellationToken cancellationToken)
    {
        await AppendAsync(poll, box => LogEvents.EncodeClose(poll.Id, box, poll.ClosedAt!.Value), cancellationToken);
        await changes.ApplyAsync(poll.Id, current => current.CloseMarked ? default(PollDecision) : current with { CloseMarked = true }, cancellationToken);
    }

    private async Task SealAsync(Poll poll, CancellationToken cancellationToken)
    {
        // Waited out here, not read from a clock, which may be set anew: since before this wait the poll has been closed in storage, so a vote that
        // is accepted nevertheless was looked up at most a cache's age after that, and is in the log in time or gets no 202.
        await Task.Delay(options.Value.Grace, time, cancellationToken);
        await AppendAsync(poll, box => LogEvents.EncodeSeal(poll.Id, box), cancellationToken);
        await changes.ApplyAsync(
            poll.Id, current => current.State == PollState.Closing ? current with { State = PollState.Sealing } : default(PollDecision), cancellationToken);
    }

    private async Task FinishAsync(Poll poll, CancellationToken cancellationToken)
    {
        // The change feed brings the sealed boxes into the results; asking the boxes as well needs no trust in that.
        if ((await results.ReadAsync(poll, cancellationToken)).Final is null)
        {
            await results.MergeAsync(poll, await boxes.ReadTalliesAsync(poll, cancellationToken), cancellationToken);
            if ((await results.ReadAsync(poll, cancellationToken)).Final is null)
                return;
        }

        await changes.ApplyAsync(
            poll.Id, current => current.State == PollState.Sealing ? current with { State = PollState.Final } : default(PollDecision), cancellationToken);
    }

    private Task AppendAsync(Poll poll, Func<int, byte[]> marker, CancellationToken cancellationToken) =>
        markers.AppendAsync(poll.Id, Enumerable.Range(0, poll.Boxes).Select(box => (box, marker(box))), cancellationToken);
}

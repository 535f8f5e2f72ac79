using LiveTally.Polls;
using LiveTally.Tally;
using LiveTally.Votes;

namespace LiveTally.DeadLetters;

/// <summary>Tells which letters hold a vote that comes too late: its box is sealed and takes nothing, so replaying it would only lose it.</summary>
public sealed class SealedBoxes(PollCache polls, BoxStore boxes)
{
    public async Task<bool> RefuseAsync(DeadLetter letter, CancellationToken cancellationToken)
    {
        try
        {
            var (pollId, box, kept) = LogEvents.Decode(letter.SequenceNumber, letter.Body);
            return kept is CastVote
                && await polls.FindAsync(pollId, cancellationToken) is { } poll
                && box < poll.Boxes
                && await boxes.IsSealedAsync(poll.Id, box, cancellationToken);
        }
        catch (InvalidDataException)
        {
            // What cannot be read, the event or the box's head, is not sealed; the event will be parked again, with the reason.
            return false;
        }
    }
}

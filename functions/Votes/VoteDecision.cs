using LiveTally.Operations;
using LiveTally.Polls;

namespace LiveTally.Votes;

/// <summary>A vote that may go into the log, or what is wrong with it.</summary>
/// <param name="VoteId">Its name.</param>
/// <param name="Choices">Indexes into the poll's options.</param>
/// <param name="Problem">Null when the vote may go into the log.</param>
internal readonly record struct VoteDecision(Guid VoteId, byte[] Choices, Problem? Problem)
{
    /// <summary>Decides about a voter's choices at a moment, whether they came singly or in a batch.</summary>
    public static VoteDecision Of(Poll poll, int[] choices, string? idempotencyKey, DateTimeOffset now)
    {
        if (poll.State != PollState.Open || now > poll.ClosesAt)
            return Refused(Errors.PollClosed);
        if (!TryGetChoices(choices, poll, out var ballot))
            return Refused(Errors.InvalidChoice, $"Choose {HowMany(poll)} of the options 0 to {poll.Options.Length - 1}.");
        if (!VoteIds.TryGet(idempotencyKey, poll.AllowChange, now, out var voteId))
            return Refused(Errors.InvalidIdempotencyKey, poll.AllowChange ? "It must be a UUIDv7, at most 5 minutes ahead of the clock here." : "It must be a UUID.");
        return new VoteDecision(voteId, ballot, null);
    }

    private static VoteDecision Refused(Error error, string? detail = null) => new(default, [], new Problem(error, detail));

    private static string HowMany(Poll poll) => poll switch
    {
        { MaxChoices: 1 } => "one",
        { Kind: PollKind.Ranking } => $"1 to {poll.MaxChoices} different ones, the best first,",
        _ => $"1 to {poll.MaxChoices} different ones",
    };

    private static bool TryGetChoices(int[] sent, Poll poll, out byte[] ballot)
    {
        ballot = [];
        if (sent.Length > poll.MaxChoices)
            return false;

        ballot = new byte[sent.Length];
        for (var i = 0; i < sent.Length; i++)
        {
            if (sent[i] < 0 || sent[i] >= poll.Options.Length)
                return false;
            ballot[i] = (byte)sent[i];
        }

        return poll.BoxRules.Accept(ballot);
    }
}

using System.Text.Json.Serialization;
using LiveTally.Operations;
using LiveTally.Polls;
using LiveTally.Tally;
using Microsoft.AspNetCore.Http;
using Microsoft.Azure.Functions.Worker;

namespace LiveTally.Votes;

/// <summary>What became of a vote.</summary>
/// <param name="VoteId">The vote.</param>
/// <param name="Status">accepted, counted, superseded, duplicate or rejected.</param>
/// <param name="Box">The box whose journal has it; null while no journal has.</param>
/// <param name="Page">The journal's page.</param>
/// <param name="SequenceNumber">Its place in its partition of the log.</param>
/// <param name="Reason">Why it was rejected: closed or invalidChoice.</param>
public sealed record VoteStatus(
    Guid VoteId,
    string Status,
    [property: JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)] int? Box = null,
    [property: JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)] string? Page = null,
    [property: JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)] long? SequenceNumber = null,
    [property: JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)] string? Reason = null);

/// <summary>
/// <c>GET /polls/{pollId}/votes/{voteId}</c>: what became of a vote, for its voter, and for an admin or a trusted backend that shows the receipt. A vote that the
/// journal does not have yet may be on its way or never have been cast; only its receipt tells the two apart.
/// </summary>
public sealed class GetVote(PollCache polls, Admins admins, BoxViews boxes, TimeProvider time)
{
    [Function(nameof(GetVote))]
    public async Task<IResult> Run(
        [HttpTrigger(AuthorizationLevel.Anonymous, "get", "head", Route = "polls/{pollId}/votes/{voteId}")] HttpRequest request,
        string pollId,
        string voteId,
        CancellationToken cancellationToken)
    {
        var poll = await polls.GetPublicAsync(pollId, cancellationToken);
        if (poll is null)
            return new Problem(Errors.PollNotFound);

        var (ballotKey, error) = Caller(request, poll, out var receipt);
        if (error is not null)
            return new Problem(error);
        if (!Guid.TryParseExact(voteId, "D", out var id) || (receipt is { } shown && (shown.VoteId != id || shown.BallotKey != ballotKey)))
            return new Problem(Errors.VoteNotFound);

        var box = ballotKey.BoxOf(poll.Boxes);
        var view = await boxes.GetAsync(poll, box, cancellationToken);
        var status = Decide(view, ballotKey, id, poll.AllowChange, receipt is not null);
        if (status is null)
        {
            // Without a receipt a vote that was accepted a moment ago looks like one that never was: give it the time to arrive.
            await Task.Delay(BoxViews.Lifetime, time, cancellationToken);
            status = Decide(await boxes.GetNewerAsync(poll, box, view, cancellationToken), ballotKey, id, poll.AllowChange, accepted: false);
        }

        if (status is null)
            return new Problem(Errors.VoteNotFound);
        request.HttpContext.Response.Headers.CacheControl = "private, no-store";
        return Answers.Ok(status, AppJson.Default.VoteStatus);
    }

    private (BallotKey Key, Error? Error) Caller(HttpRequest request, Poll poll, out Receipt? receipt)
    {
        receipt = null;
        if (request.Query["receipt"] is [{ } text])
        {
            if (!Receipt.TryVerify(text, poll.Keys, out var verified))
                return (default, Errors.InvalidReceipt);
            receipt = verified;
        }

        if (!admins.Sent(request) && !admins.MaySubmit(request))
            return Callers.Voter(request, poll, time.GetUtcNow());
        return receipt is { } of ? (of.BallotKey, null) : (default, Errors.InvalidReceipt);
    }

    /// <summary>The status, or null when nothing tells of the vote.</summary>
    internal static VoteStatus? Decide(BoxView box, BallotKey key, Guid voteId, bool allowChange, bool accepted)
    {
        var voter = box.VoterOf(key);
        if (box.Find(key, voteId) is var (entry, pageId))
        {
            var status = new VoteStatus(voteId, "counted", box.Head.Box, pageId, entry.SequenceNumber);
            return entry.Outcome switch
            {
                JournalOutcome.Counted when voter.IsBallot(voteId) => status,
                JournalOutcome.Counted or JournalOutcome.Superseded => status with { Status = "superseded" },
                JournalOutcome.Duplicate => status with { Status = "duplicate" },
                JournalOutcome.RejectedClosed => status with { Status = "rejected", Reason = "closed" },
                _ => status with { Status = "rejected", Reason = "invalidChoice" },
            };
        }

        if (!accepted)
            return null;

        // The journal says no more of a voter who has voted that often in vain; a sealed box says no more of anybody.
        if (voter is { HasBallot: true, Uncounted: >= Voter.MaxUncounted } && (!allowChange || voteId.CompareTo(voter.VoteId) < 0))
            return new VoteStatus(voteId, allowChange ? "superseded" : "duplicate");
        return box.Head.Sealed ? new VoteStatus(voteId, "rejected", Reason: "closed") : new VoteStatus(voteId, "accepted");
    }
}

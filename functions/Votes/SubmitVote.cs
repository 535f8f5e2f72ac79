using System.Text;
using System.Text.Json.Serialization;
using LiveTally.Operations;
using LiveTally.Polls;
using Microsoft.AspNetCore.Http;
using Microsoft.Azure.Functions.Worker;
using Microsoft.Extensions.Options;

namespace LiveTally.Votes;

/// <summary>The body of <c>POST /polls/{pollId}/votes</c>.</summary>
/// <param name="Choices">Indexes into the poll's options, from 0.</param>
/// <param name="VoterId">The voter's name among those of a trusted backend, 1 to 128 characters; only a trusted backend may send it.</param>
[JsonUnmappedMemberHandling(JsonUnmappedMemberHandling.Disallow)]
public sealed record SubmitVoteRequest([property: JsonRequired] int[] Choices, string? VoterId = null);

/// <summary>The answer to a vote: it is in the log.</summary>
public sealed record AcceptedVote(Guid VoteId, string PollId, string Receipt, DateTimeOffset AcceptedAt, string Status = "accepted");

/// <summary><c>POST /polls/{pollId}/votes</c>: puts a vote into the log and answers with its receipt.</summary>
public sealed class SubmitVote(
    PollCache polls, Admins admins, VotePublisher publisher, IOptions<VotingOptions> options, TimeProvider time)
{
    private const int MaxVoterId = 128;

    [Function(nameof(SubmitVote))]
    public async Task<IResult> Run(
        [HttpTrigger(AuthorizationLevel.Anonymous, "post", Route = "polls/{pollId}/votes")] HttpRequest request,
        string pollId,
        CancellationToken cancellationToken)
    {
        // The body first: it may take its time, and what is decided is decided on the poll as it is when the vote is there.
        var (body, problem) = await JsonBody.ReadAsync(request, AppJson.Default.SubmitVoteRequest, JsonBody.SmallLimit);
        if (body is null)
            return problem!;

        // Before the poll is looked up: whatever holds this up from here on counts against MaxAppendTime. The log keeps milliseconds.
        var accepting = time.GetTimestamp();
        var now = DateTimeOffset.FromUnixTimeMilliseconds(time.GetUtcNow().ToUnixTimeMilliseconds());
        var poll = await polls.GetPublicAsync(pollId, cancellationToken);
        if (poll is null)
            return new Problem(Errors.PollNotFound);

        var (ballotKey, error) = body.VoterId is null ? Callers.Voter(request, poll, now) : OnBehalf(request, poll, body.VoterId);
        if (error is not null)
            return new Problem(error);
        if (poll.State != PollState.Open || now > poll.ClosesAt)
            return new Problem(Errors.PollClosed);
        if (!TryGetChoices(body.Choices, poll, out var choices))
            return new Problem(Errors.InvalidChoice, $"Choose {(poll.MaxChoices == 1 ? "one" : $"1 to {poll.MaxChoices} different ones{(poll.Kind == PollKind.Ranking ? ", the best first," : "")}")} of the options 0 to {poll.Options.Length - 1}.");
        if (!VoteIds.TryGet(request.Headers["Idempotency-Key"], poll.AllowChange, now, out var voteId))
            return new Problem(Errors.InvalidIdempotencyKey, poll.AllowChange ? "It must be a UUIDv7, at most 5 minutes ahead of the clock here." : "It must be a UUID.");

        var box = ballotKey.BoxOf(poll.Boxes);
        try
        {
            await publisher.PublishAsync(pollId, box, LogEvents.Encode(pollId, box, ballotKey, voteId, choices, now), cancellationToken);
        }
        catch (VoteLogException e)
        {
            return new Problem(e.Overloaded ? Errors.Overloaded : Errors.LogUnavailable) { RetryAfter = TimeSpan.FromSeconds(1) };
        }

        // It is in the log, but the poll's seal may be there before it: what is answered with 202 must count (decision 0005). A machine that was
        // suspended has not measured that time, but its clock shows it.
        var most = options.Value.MaxAppendTime;
        if (time.GetElapsedTime(accepting) > most || time.GetUtcNow() - now > most)
            return new Problem(Errors.LogUnavailable, "The log took too long; send the vote again with the same key.") { RetryAfter = TimeSpan.FromSeconds(1) };

        var receipt = new Receipt(pollId, box, ballotKey, voteId).Sign(poll.Keys);
        return Answers.Accepted(new AcceptedVote(voteId, pollId, receipt, now), AppJson.Default.AcceptedVote);
    }

    private (BallotKey Key, Error? Error) OnBehalf(HttpRequest request, Poll poll, string voterId)
    {
        if (admins.Refuse(request, Roles.SubmitVotes) is { } refusal)
            return (default, refusal.Error);
        if (voterId.Length is 0 or > MaxVoterId)
            return (default, Errors.InvalidVoter);

        // The leading 'b' keeps a backend's voters apart from those who hold tokens.
        return (poll.Keys.BallotKeyOf(Encoding.UTF8.GetBytes('b' + voterId)), null);
    }

    private static bool TryGetChoices(int[] sent, Poll poll, out byte[] choices)
    {
        choices = [];
        if (sent.Length > poll.MaxChoices || sent.Any(choice => choice < 0 || choice >= poll.Options.Length))
            return false;

        choices = Array.ConvertAll(sent, choice => (byte)choice);
        return poll.BoxRules.Accept(choices);
    }
}

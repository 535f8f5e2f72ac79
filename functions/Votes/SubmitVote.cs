using System.Text.Json.Serialization;
using LiveTally.Limits;
using LiveTally.Operations;
using LiveTally.Polls;
using Microsoft.AspNetCore.Http;
using Microsoft.Azure.Functions.Worker;

namespace LiveTally.Votes;

/// <summary>The body of <c>POST /polls/{pollId}/votes</c>.</summary>
/// <param name="Choices">Indexes into the poll's options, from 0.</param>
/// <param name="VoterId">The voter's name among those of a trusted backend, 1 to 128 characters; only a trusted backend may send it.</param>
[JsonUnmappedMemberHandling(JsonUnmappedMemberHandling.Disallow)]
public sealed record SubmitVoteRequest([property: JsonRequired] int[] Choices, string? VoterId = null);

/// <summary>The answer to a vote: it is in the log.</summary>
public sealed record AcceptedVote(Guid VoteId, string PollId, string Receipt, DateTimeOffset AcceptedAt, string Status = "accepted");

/// <summary><c>POST /polls/{pollId}/votes</c>: puts a vote into the log and answers with its receipt.</summary>
public sealed class SubmitVote(PollCache polls, Admins admins, RateLimits limits, VoteIntake intake, TimeProvider time)
{
    [Function(nameof(SubmitVote))]
    public async Task<IResult> Run(
        [HttpTrigger(AuthorizationLevel.Anonymous, "post", Route = "polls/{pollId}/votes")] HttpRequest request,
        string pollId,
        CancellationToken cancellationToken)
    {
        // The body first: it may take its time, and what is decided is decided on the poll as it is when the vote is there.
        var (body, problem) = await JsonBody.ReadAsync(request, AppJson.Default.SubmitVoteRequest, JsonBody.SmallLimit, tryRead: VoteReader.TryRead);
        if (body is null)
            return problem!;

        var taken = TakenAt.Now(time);
        var poll = await polls.GetPublicAsync(pollId, cancellationToken);
        if (poll is null)
            return new Problem(Errors.PollNotFound);

        var (voter, refusal) = body.VoterId is null ? Voter(request, poll, taken.Time) : OnBehalf(request, poll, body.VoterId);
        if (refusal is not null)
            return refusal;

        var (vote, refused) = await intake.AcceptAsync(poll, voter, body.Choices, request.Headers["Idempotency-Key"], taken, cancellationToken);
        return vote is null ? refused! : Answers.Accepted(vote, AppJson.Default.AcceptedVote);
    }

    private (BallotKey Key, Problem? Problem) Voter(HttpRequest request, Poll poll, DateTimeOffset now)
    {
        var (voter, error) = Callers.Voter(request, poll, now);
        return (voter, error is null ? limits.Vote(poll.Id, voter) : new Problem(error));
    }

    private (BallotKey Key, Problem? Problem) OnBehalf(HttpRequest request, Poll poll, string voterId)
    {
        if (admins.Refuse(request, Roles.SubmitVotes) is { } refusal)
            return (default, refusal);
        return BackendVoters.TryGetKey(poll, voterId, out var voter)
            ? (voter, limits.BackendVote(request, poll.Id))
            : (default, new Problem(Errors.InvalidVoter));
    }
}

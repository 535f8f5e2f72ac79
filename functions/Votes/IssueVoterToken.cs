using System.Text.Json.Serialization;
using LiveTally.Limits;
using LiveTally.Operations;
using LiveTally.Polls;
using Microsoft.AspNetCore.Http;
using Microsoft.Azure.Functions.Worker;
using Microsoft.Extensions.Options;

namespace LiveTally.Votes;

/// <summary>The body of <c>POST /polls/{pollId}/voters</c>.</summary>
/// <param name="Code">A voting code, where the poll's voters need one.</param>
[JsonUnmappedMemberHandling(JsonUnmappedMemberHandling.Disallow)]
public sealed record IssueTokenRequest(string? Code = null);

/// <summary>A voter token.</summary>
/// <param name="Token">To be sent as <c>Authorization: Bearer</c>; whoever holds it is this voter.</param>
/// <param name="ExpiresAt">When it ends.</param>
public sealed record IssuedToken(string Token, DateTimeOffset ExpiresAt);

/// <summary><c>POST /polls/{pollId}/voters</c>: makes a voter of whoever asks.</summary>
public sealed class IssueVoterToken(PollCache polls, RateLimits limits, IOptions<VotingOptions> options, TimeProvider time)
{
    [Function(nameof(IssueVoterToken))]
    public async Task<IResult> Run(
        [HttpTrigger(AuthorizationLevel.Anonymous, "post", Route = "polls/{pollId}/voters")] HttpRequest request,
        string pollId,
        CancellationToken cancellationToken)
    {
        var poll = await polls.GetPublicAsync(pollId, cancellationToken);
        if (poll is null)
            return new Problem(Errors.PollNotFound);

        var (body, problem) = await JsonBody.ReadAsync(request, AppJson.Default.IssueTokenRequest, JsonBody.SmallLimit);
        if (body is null)
            return problem!;
        if (body.Code is not null && limits.Code(request.HttpContext) is { } tooMany)
            return tooMany;
        if (body.Code is not null)
            return new Problem(Errors.InvalidVoter) { Errors = new Dictionary<string, string[]> { ["code"] = ["This poll takes no codes."] } };
        if (poll.State != PollState.Open)
            return new Problem(Errors.PollClosed);

        var token = VoterToken.New(time.GetUtcNow() + options.Value.TokenLifetime);
        return Answers.Created(null, new IssuedToken(token.Sign(poll.Keys), token.ExpiresAt), AppJson.Default.IssuedToken);
    }
}

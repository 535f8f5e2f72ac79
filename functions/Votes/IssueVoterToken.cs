using System.Text;
using System.Text.Json.Serialization;
using LiveTally.Codes;
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

/// <summary>
/// <c>POST /polls/{pollId}/voters</c>: makes a voter of whoever asks, has a code, or signs in, by the poll's rule. A code is used up with the first
/// answer; sent again with the same <c>Idempotency-Key</c> it gives the same token again.
/// </summary>
public sealed class IssueVoterToken(
    PollCache polls, VotingCodes codes, RateLimits limits, IOptions<EntraOptions> entra, IOptions<VotingOptions> options, TimeProvider time)
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
        if (body.Code is not null && poll.Voters != VoterRule.Codes)
            return new Problem(Errors.InvalidVoter) { Errors = new Dictionary<string, string[]> { ["code"] = ["This poll takes no codes."] } };
        if (poll.State != PollState.Open)
            return new Problem(Errors.PollClosed);

        var expiresAt = time.GetUtcNow() + options.Value.TokenLifetime;
        (var token, problem) = poll.Voters switch
        {
            VoterRule.Codes => await RedeemAsync(request, poll, body.Code, expiresAt, cancellationToken),
            VoterRule.Directory => OfPerson(request, poll, expiresAt),
            _ => (VoterToken.New(expiresAt), null),
        };
        if (problem is not null)
            return problem;

        request.HttpContext.Response.Headers.CacheControl = "no-store";
        return Answers.Created(null, new IssuedToken(token.Sign(poll.Keys), token.ExpiresAt), AppJson.Default.IssuedToken);
    }

    private async Task<(VoterToken Token, Problem? Problem)> RedeemAsync(
        HttpRequest request, Poll poll, string? text, DateTimeOffset expiresAt, CancellationToken cancellationToken)
    {
        if (text is null)
            return (default, new Problem(Errors.CodeRequired));
        if (!VoteIds.TryGet(request.Headers["Idempotency-Key"], ordersChanges: false, time.GetUtcNow(), out var key))
            return (default, new Problem(Errors.InvalidIdempotencyKey, "It must be a UUID."));
        if (!VotingCode.TryParse(text, out var code) || await codes.RedeemAsync(poll, code, key, expiresAt, cancellationToken) is not { } redeemed)
            return (default, new Problem(Errors.InvalidCode));

        // The same token as long as it lasts; after that a new one of the same voter, who may want to change the vote.
        var lasts = redeemed.ExpiresAt > time.GetUtcNow() ? redeemed.ExpiresAt : expiresAt;
        return (VoterToken.Of(poll.Keys.VoterOf(Encoding.ASCII.GetBytes('c' + code)), lasts), null);
    }

    private (VoterToken Token, Problem? Problem) OfPerson(HttpRequest request, Poll poll, DateTimeOffset expiresAt)
    {
        if (!entra.Value.IsSet)
            return (default, new Problem(Errors.SignInRequired, "Nobody can sign in here: Entra__TenantId is not set."));

        var signIn = SignIn.Of(request);
        if (signIn.Refusal is not null)
            return (default, new Problem(Errors.InvalidSignIn, signIn.Refusal));
        if (!signIn.Holds)
            return (default, new Problem(Errors.SignInRequired));
        return signIn.Person is { } person
            ? (VoterToken.Of(poll.Keys.VoterOf(Encoding.UTF8.GetBytes($"d{entra.Value.TenantId!.ToLowerInvariant()}/{person}")), expiresAt), null)
            : (default, new Problem(Errors.PersonRequired));
    }
}

using System.Text.Json.Serialization;
using LiveTally.Operations;
using LiveTally.Polls;
using Microsoft.AspNetCore.Http;
using Microsoft.Azure.Functions.Worker;
using Microsoft.Extensions.Logging;

namespace LiveTally.Codes;

/// <summary>The body of <c>POST /polls/{pollId}/codes</c>.</summary>
/// <param name="Count">How many: 1 to 10,000.</param>
[JsonUnmappedMemberHandling(JsonUnmappedMemberHandling.Disallow)]
public sealed record CreateCodesRequest([property: JsonRequired] int Count);

/// <summary>New voting codes.</summary>
/// <param name="Codes">As <c>ABCDE-FGHIJ-KLMNO-PQRST</c>. They are in no other answer, ever.</param>
public sealed record CreatedCodes(IReadOnlyList<string> Codes);

/// <summary><c>POST /polls/{pollId}/codes</c>: an admin has single-use voting codes made, a lot at a time, and sees them this once.</summary>
public sealed class CreateCodes(PollCache polls, VotingCodes codes, ILogger<CreateCodes> logger)
{
    private const int MaxCount = 10_000;

    [Function(nameof(CreateCodes))]
    public async Task<IResult> Run(
        [HttpTrigger(AuthorizationLevel.Anonymous, "post", Route = "polls/{pollId}/codes")] HttpRequest request,
        string pollId,
        CancellationToken cancellationToken)
    {
        var (body, problem) = await JsonBody.ReadAsync(request, AppJson.Default.CreateCodesRequest, JsonBody.SmallLimit);
        if (body is null)
            return problem!;
        if (body.Count is < 1 or > MaxCount)
            return new Problem(Errors.InvalidCount) { Errors = new Dictionary<string, string[]> { ["count"] = ["Must be 1 to 10,000."] } };

        var poll = await polls.ReadAsync(pollId, cancellationToken);
        if (poll is null)
            return new Problem(Errors.PollNotFound);
        if (poll.Voters != VoterRule.Codes)
            return new Problem(Errors.PollTakesNoCodes);
        if (poll.State > PollState.Open)
            return new Problem(Errors.PollClosed);

        var made = await codes.CreateAsync(poll, body.Count, cancellationToken);
        if (await polls.ReadAsync(pollId, cancellationToken) is null)
        {
            // Deleted meanwhile, and whoever deletes codes with the poll may have been there before these were.
            await codes.DeleteAllAsync(pollId, cancellationToken);
            return new Problem(Errors.PollNotFound);
        }

        Log.CodesMade(logger, made.Count, pollId);
        request.HttpContext.Response.Headers.CacheControl = "no-store";
        return Answers.Created(null, new CreatedCodes([.. made.Select(VotingCode.Format)]), AppJson.Default.CreatedCodes);
    }
}

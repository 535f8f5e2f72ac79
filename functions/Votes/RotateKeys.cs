using System.Text.Json.Serialization;
using LiveTally.Operations;
using LiveTally.Polls;
using Microsoft.AspNetCore.Http;
using Microsoft.Azure.Functions.Worker;

namespace LiveTally.Votes;

/// <summary>The body of <c>POST /polls/{pollId}/rotate-keys</c>.</summary>
/// <param name="Generation">
/// The one to come: 1 the first time, then one more each time. Named, so that a call that is sent again because its answer was lost rotates once.
/// </param>
[JsonUnmappedMemberHandling(JsonUnmappedMemberHandling.Disallow)]
public sealed record RotateKeysRequest([property: JsonRequired] int Generation);

/// <summary>The generation that now signs voter tokens.</summary>
public sealed record RotatedKeys(string PollId, int Generation);

/// <summary>
/// <c>POST /polls/{pollId}/rotate-keys</c>: an admin changes the key that signs the poll's voter tokens. Tokens of the key before go on holding until
/// the next change; voters, ballots and receipts stay what they are.
/// </summary>
public sealed class RotateKeys(PollChanges changes)
{
    [Function(nameof(RotateKeys))]
    public async Task<IResult> Run(
        [HttpTrigger(AuthorizationLevel.Anonymous, "post", Route = "polls/{pollId}/rotate-keys")] HttpRequest request,
        string pollId,
        CancellationToken cancellationToken)
    {
        var (body, problem) = await JsonBody.ReadAsync(request, AppJson.Default.RotateKeysRequest, JsonBody.SmallLimit);
        if (body is null)
            return problem!;

        var (poll, error) = await changes.ApplyAsync(pollId, poll => Decide(poll, body.Generation), cancellationToken);
        return poll is null
            ? new Problem(error ?? Errors.PollNotFound)
            : Answers.Accepted(new RotatedKeys(poll.Id, poll.KeyGeneration), AppJson.Default.RotatedKeys);
    }

    internal static PollDecision Decide(Poll poll, int generation)
    {
        if (generation == poll.KeyGeneration)
            return default;
        return generation == poll.KeyGeneration + 1 ? poll with { KeyGeneration = generation } : Errors.WrongGeneration;
    }
}

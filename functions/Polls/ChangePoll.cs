using System.Text.Json;
using LiveTally.Operations;
using Microsoft.AspNetCore.Http;
using Microsoft.Azure.Cosmos;
using Microsoft.Azure.Functions.Worker;
using Microsoft.Extensions.Options;

namespace LiveTally.Polls;

/// <summary>
/// <c>PATCH /polls/{pollId}</c>: an admin changes any field of a draft, or when an open poll closes, if the poll still is the one that
/// <c>If-Match</c> names. Only what an open poll never changes is used to decide on votes.
/// </summary>
public sealed class ChangePoll(TallyDatabase database, PollCache polls, IOptions<ClosingOptions> closing, TimeProvider time)
{
    private const string MergePatch = "application/merge-patch+json";

    [Function(nameof(ChangePoll))]
    public async Task<IResult> Run(
        [HttpTrigger(AuthorizationLevel.Anonymous, "patch", Route = "polls/{pollId}")] HttpRequest request,
        string pollId,
        CancellationToken cancellationToken)
    {
        var (fields, problem) = await JsonBody.ReadAsync(request, AppJson.Default.DictionaryStringJsonElement, JsonBody.PollLimit, MergePatch);
        if (fields is null)
            return problem!;
        var poll = await polls.ReadAsync(pollId, cancellationToken);
        if (poll is null)
            return new Problem(Errors.PollNotFound);
        if (Preconditions.Check(request, poll.ETag!) is { } error)
            return new Problem(error);

        var (changed, refused) = Decide(poll, new ChangePollRequest(fields), time.GetUtcNow(), closing.Value.Margin);
        if (changed is null)
            return refused!;

        var etag = await WriteAsync(poll, changed, cancellationToken);
        if (etag is null)
            return new Problem(Errors.PreconditionFailed);

        request.HttpContext.Response.Headers.ETag = etag;
        request.HttpContext.Response.Headers.CacheControl = "no-cache";
        return Answers.Ok(PollView.Of(changed), AppJson.Default.PollView);
    }

    /// <summary>The changed poll, or why it cannot be changed so.</summary>
    /// <param name="poll">The poll.</param>
    /// <param name="patch">What is to be changed.</param>
    /// <param name="now">The moment.</param>
    /// <param name="margin">How far ahead an open poll's end must lie, so that every instance knows of it by then (decision 0005).</param>
    internal static (Poll? Changed, Problem? Refused) Decide(Poll poll, ChangePollRequest patch, DateTimeOffset now, TimeSpan margin)
    {
        CreatePollRequest next;
        try
        {
            next = patch.ApplyTo(poll);
        }
        catch (JsonException e)
        {
            return (null, JsonBody.Malformed(e));
        }

        return poll.State switch
        {
            PollState.Draft => OfDraft(poll, patch, next, now),
            PollState.Open => OfOpen(poll, patch, next, now + margin),
            _ => (null, new Problem(Errors.PollNotEditable, "The poll is closed.")),
        };
    }

    private static (Poll? Changed, Problem? Refused) OfDraft(Poll poll, ChangePollRequest patch, CreatePollRequest next, DateTimeOffset now)
    {
        // A draft may have waited beyond its end: that is for whoever opens it.
        var errors = CreatePoll.Validate(next, patch.Has("closesAt") ? now : DateTimeOffset.MinValue);
        return errors.Count > 0
            ? (null, new Problem(Errors.InvalidPoll) { Errors = errors })
            : (CreatePoll.Decide(next, poll.Id, poll.CreatedAt, poll.Secret) with { KeyGeneration = poll.KeyGeneration }, null);
    }

    private static (Poll? Changed, Problem? Refused) OfOpen(Poll poll, ChangePollRequest patch, CreatePollRequest next, DateTimeOffset earliest)
    {
        var fixedFields = patch.Fields.Where(field => field != "closesAt").ToArray();
        if (fixedFields.Length > 0)
            return (null, Refuse(Errors.PollNotEditable, "Is fixed while the poll is open.", fixedFields));
        if (patch.Has("closesAt") && next.ClosesAt < earliest)
            return (null, Refuse(Errors.InvalidPoll, $"Must be {earliest:O} or later; to end voting now, close the poll.", "closesAt"));
        return (poll with { ClosesAt = next.ClosesAt?.ToUniversalTime() }, null);
    }

    /// <summary>The ETag of the poll as it then is; null when somebody else has changed it.</summary>
    private async Task<string?> WriteAsync(Poll poll, Poll changed, CancellationToken cancellationToken)
    {
        if (AreSame(poll, changed))
            return poll.ETag;

        var content = changed with { ETag = null };
        var etag = await database.Polls.WriteAsync(poll.Id, new PartitionKey(poll.Id), content, poll.ETag, AppJson.Default.Poll, cancellationToken);
        if (etag is null && await polls.ReadAsync(poll.Id, cancellationToken) is { } there && AreSame(there, changed))
        {
            // It was this write, and its answer was lost.
            etag = there.ETag;
        }

        await polls.InvalidateAsync(poll.Id, cancellationToken);
        return etag;
    }

    private static Problem Refuse(Error error, string rule, params IEnumerable<string> fields) =>
        new(error) { Errors = fields.ToDictionary(field => field, _ => new[] { rule }) };

    private static bool AreSame(Poll one, Poll other) => Text(one) == Text(other);

    private static string Text(Poll poll) => JsonSerializer.Serialize(poll with { ETag = null }, AppJson.Default.Poll);
}

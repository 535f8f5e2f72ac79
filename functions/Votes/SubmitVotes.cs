using System.Buffers;
using System.Runtime.CompilerServices;
using LiveTally.Limits;
using LiveTally.Operations;
using LiveTally.Polls;
using Microsoft.AspNetCore.Http;
using Microsoft.Azure.Cosmos;
using Microsoft.Azure.Functions.Worker;
using Microsoft.Extensions.Logging;
using Microsoft.Net.Http.Headers;

namespace LiveTally.Votes;

/// <summary>
/// <c>POST /polls/{pollId}/votes/batch</c>: votes of a trusted backend's users, one a line (NDJSON). They go into the log as they arrive; the answer
/// has a line for each, in order, as its outcome is known. A line that is refused is no other line's business,
/// except that one over the backend's rate limit is followed by no other that is accepted.
/// </summary>
public sealed class SubmitVotes(
    PollCache polls, RateLimits limits, VoteIntake intake, TimeProvider time, ILogger<SubmitVotes> logger)
{
    /// <summary>Most votes in a batch.</summary>
    public const int MaxVotes = 1_000;

    [Function(nameof(SubmitVotes))]
    public async Task<IResult> Run(
        [HttpTrigger(AuthorizationLevel.Anonymous, "post", Route = "polls/{pollId}/votes/batch")] HttpRequest request,
        string pollId,
        CancellationToken cancellationToken)
    {
        if (!MediaTypeHeaderValue.TryParse(request.ContentType, out var type) || !type.MediaType.Equals(BatchOutcomes.MediaType, StringComparison.OrdinalIgnoreCase))
            return new Problem(Errors.UnsupportedMediaType, $"The body must be {BatchOutcomes.MediaType}, one vote a line.");
        if (request.ContentLength > MaxVotes * (JsonBody.SmallLimit + 1))
            return new Problem(Errors.TooManyVotes, $"A batch has at most {MaxVotes} lines of at most {JsonBody.SmallLimit} bytes.");
        if (limits.BackendVote(request, pollId) is { } tooMany)
            return tooMany;
        if (await polls.GetPublicAsync(pollId, cancellationToken) is not { } poll)
            return new Problem(Errors.PollNotFound);
        if (poll.State != PollState.Open)
            return new Problem(Errors.PollClosed);

        return new BatchOutcomes(TakeAsync(request, pollId, cancellationToken));
    }

    /// <summary>Every line's outcome, in order, each begun as soon as its line is there.</summary>
    private async IAsyncEnumerable<BegunVote> TakeAsync(
        HttpRequest request, string pollId, [EnumeratorCancellation] CancellationToken cancellationToken)
    {
        var votes = 0;
        Task<(AcceptedVote?, Problem?)>? limited = null;
        await foreach (var (number, line) in BatchLines.ReadAsync(request.BodyReader, JsonBody.SmallLimit, cancellationToken))
        {
            if (++votes > MaxVotes)
            {
                yield return new BegunVote(number, Refused(new Problem(Errors.TooManyVotes, $"From here on nothing was accepted: a batch has at most {MaxVotes} votes.")));
                yield break;
            }

            // The first was counted before the batch began. Once one is over the limit all that follow are refused, whether or not there are tokens
            // again by then: a client sends the rest of a batch again, not a pick of its lines.
            if (limited is null && votes > 1 && limits.BackendVote(request, pollId) is { } tooMany)
                limited = Refused(RestOfBatch(tooMany));
            yield return new BegunVote(number, limited ?? (line is { } read ? TakeAsync(read, pollId, cancellationToken) : Refused(TooLong())));
        }
    }

    private Task<(AcceptedVote? Vote, Problem? Problem)> TakeAsync(ReadOnlySequence<byte> line, string pollId, CancellationToken cancellationToken)
    {
        var (vote, problem) = JsonBody.Parse(line, AppJson.Default.BatchVote);
        return vote is null ? Refused(problem!) : TakeAsync(vote, pollId, cancellationToken);
    }

    private async Task<(AcceptedVote? Vote, Problem? Problem)> TakeAsync(BatchVote vote, string pollId, CancellationToken cancellationToken)
    {
        try
        {
            // Looked up for each line: the poll may be closed while the batch arrives.
            var taken = TakenAt.Now(time);
            if (await polls.GetPublicAsync(pollId, cancellationToken) is not { } poll)
                return (null, new Problem(Errors.PollNotFound));
            return BackendVoters.TryGetKey(poll, vote.VoterId, out var voter)
                ? await intake.AcceptAsync(poll, voter, vote.Choices, vote.IdempotencyKey, taken, cancellationToken)
                : (null, new Problem(Errors.InvalidVoter, $"A voterId: {InputText.Rule(BackendVoters.MaxLength)}"));
        }
        catch (CosmosException e)
        {
            Log.BatchStorageFailed(logger, e, e.StatusCode);
            return (null, new Problem(Errors.StorageUnavailable));
        }
    }

    private static Task<(AcceptedVote? Vote, Problem? Problem)> Refused(Problem problem) => Task.FromResult<(AcceptedVote?, Problem?)>((null, problem));

    private static Problem RestOfBatch(Problem tooMany) =>
        new(tooMany.Error, $"{tooMany.Detail} From here on nothing was accepted; send these lines again after {tooMany.RetryAfterSeconds} s.");

    private static Problem TooLong() => new(Errors.BodyTooLarge, $"A line may have at most {JsonBody.SmallLimit} bytes.");
}

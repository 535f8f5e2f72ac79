using System.Globalization;
using LiveTally.Operations;
using LiveTally.Polls;
using Microsoft.AspNetCore.Http;
using Microsoft.Azure.Functions.Worker;

namespace LiveTally.Results;

/// <summary><c>GET /polls/{pollId}/results</c>: the tally as it stands, made for caches where everybody may see it.</summary>
public sealed class GetResults(PollCache polls, ResultsStore results, ResultsAccess access)
{
    [Function(nameof(GetResults))]
    public async Task<IResult> Run(
        [HttpTrigger(AuthorizationLevel.Anonymous, "get", "head", Route = "polls/{pollId}/results")] HttpRequest request,
        string pollId,
        CancellationToken cancellationToken)
    {
        var poll = await polls.GetPublicAsync(pollId, cancellationToken);
        if (poll is null)
            return new Problem(Errors.PollNotFound);
        if (await access.CheckAsync(request, poll, cancellationToken) is { } error)
            return new Problem(error);

        var snapshot = ResultsSnapshot.Of(await results.ReadAsync(poll, cancellationToken));
        return Answers.Versioned(
            request,
            snapshot,
            AppJson.Default.ResultsSnapshot,
            string.Create(CultureInfo.InvariantCulture, $"\"{snapshot.Version}\""),
            ResultsAccess.IsPublic(poll) ? "public, max-age=1, stale-while-revalidate=10" : "private, no-store");
    }
}

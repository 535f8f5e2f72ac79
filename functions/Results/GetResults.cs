using LiveTally.Operations;
using Microsoft.AspNetCore.Http;
using Microsoft.Azure.Functions.Worker;

namespace LiveTally.Results;

/// <summary><c>GET /polls/{pollId}/results</c>: the tally as it stands.</summary>
public sealed class GetResults(VisibleResults visible, ResultsStore results)
{
    [Function(nameof(GetResults))]
    public async Task<IResult> Run(
        [HttpTrigger(AuthorizationLevel.Anonymous, "get", "head", Route = "polls/{pollId}/results")] HttpRequest request,
        string pollId,
        CancellationToken cancellationToken)
    {
        var (poll, problem) = await visible.FindAsync(request, pollId, cancellationToken);
        if (poll is null)
            return problem!;

        var current = await results.ReadAsync(poll, cancellationToken);
        return Answers.Versioned(
            request, ResultsSnapshot.Of(current), AppJson.Default.ResultsSnapshot, current.ETag, VisibleResults.CacheControl(poll));
    }
}

using System.Text;
using LiveTally.Operations;
using Microsoft.AspNetCore.Http;
using Microsoft.Azure.Functions.Worker;

namespace LiveTally.Results;

/// <summary><c>GET /polls/{pollId}/results.csv</c>: the tally as a table, a row an option; for whom and for how long as the results.</summary>
public sealed class GetResultsCsv(VisibleResults visible, ResultsStore results)
{
    [Function(nameof(GetResultsCsv))]
    public async Task<IResult> Run(
        [HttpTrigger(AuthorizationLevel.Anonymous, "get", "head", Route = "polls/{pollId}/results.csv")] HttpRequest request,
        string pollId,
        CancellationToken cancellationToken)
    {
        var (poll, problem) = await visible.FindAsync(request, pollId, cancellationToken);
        if (poll is null)
            return problem!;

        var current = await results.ReadAsync(poll, cancellationToken);
        request.HttpContext.Response.Headers.ContentDisposition = $"attachment; filename=\"livetally-{poll.Id}.csv\"";
        return Answers.Versioned(
            request,
            TypedResults.Text(ResultsTable.Write(poll, current), "text/csv; header=present", Encoding.UTF8),
            current.ETag,
            VisibleResults.CacheControl(poll));
    }
}

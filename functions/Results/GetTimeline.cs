using System.Collections.Immutable;
using LiveTally.Operations;
using Microsoft.AspNetCore.Http;
using Microsoft.Azure.Functions.Worker;

namespace LiveTally.Results;

/// <summary>A poll's timeline as clients see it.</summary>
/// <param name="PollId">The poll.</param>
/// <param name="Points">At most 300, oldest first; the last is the tally as it stands.</param>
public sealed record TimelineView(string PollId, ImmutableArray<TimelinePoint> Points);

/// <summary><c>GET /polls/{pollId}/timeline</c>: how the tally has grown; for whom and for how long as the results.</summary>
public sealed class GetTimeline(VisibleResults visible, ResultsStore results)
{
    [Function(nameof(GetTimeline))]
    public async Task<IResult> Run(
        [HttpTrigger(AuthorizationLevel.Anonymous, "get", "head", Route = "polls/{pollId}/timeline")] HttpRequest request,
        string pollId,
        CancellationToken cancellationToken)
    {
        var (poll, problem) = await visible.FindAsync(request, pollId, cancellationToken);
        if (poll is null)
            return problem!;

        // The timeline first: the results then are at least as new.
        var timeline = await results.ReadTimelineAsync(poll, cancellationToken);
        var current = await results.ReadAsync(poll, cancellationToken);
        return Answers.Versioned(
            request, new TimelineView(poll.Id, timeline.Until(current)), AppJson.Default.TimelineView, current.ETag, VisibleResults.CacheControl(poll));
    }
}

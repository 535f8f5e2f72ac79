using LiveTally.Operations;
using Microsoft.AspNetCore.Http;
using Microsoft.Azure.Functions.Worker;

namespace LiveTally.Polls;

/// <summary><c>GET /polls/{pollId}</c>: the poll, for anyone; a draft only for admins.</summary>
public sealed class GetPoll(PollCache polls, Admins admins)
{
    [Function(nameof(GetPoll))]
    public async Task<IResult> Run(
        [HttpTrigger(AuthorizationLevel.Anonymous, "get", "head", Route = "polls/{pollId}")] HttpRequest request,
        string pollId,
        CancellationToken cancellationToken)
    {
        var poll = admins.Sent(request)
            ? await polls.ReadAsync(pollId, cancellationToken)
            : await polls.GetPublicAsync(pollId, cancellationToken);
        return poll is null
            ? new Problem(Errors.PollNotFound)
            : Answers.Versioned(request, PollView.Of(poll), AppJson.Default.PollView, poll.ETag!, "no-cache");
    }
}

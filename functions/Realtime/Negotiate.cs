using LiveTally.Operations;
using LiveTally.Polls;
using LiveTally.Results;
using Microsoft.AspNetCore.Http;
using Microsoft.Azure.Functions.Worker;

namespace LiveTally.Realtime;

/// <summary>Where a SignalR client goes on, and with what.</summary>
public sealed record ConnectionAnswer(string Url, string AccessToken);

/// <summary>
/// <c>POST /polls/{pollId}/negotiate</c>: what a SignalR client asks first, so that <c>withUrl("/api/polls/{pollId}")</c> works. The token
/// carries the poll as the user. A connection hears nothing until it has joined a poll, which <see cref="Viewers"/> checks.
/// </summary>
public sealed class Negotiate(PollCache polls, ResultsAccess access)
{
    [Function(nameof(Negotiate))]
    public async Task<IResult> Run(
        [HttpTrigger(AuthorizationLevel.Anonymous, "post", Route = "polls/{pollId}/negotiate")] HttpRequest request,
        string pollId,
        [SignalRConnectionInfoInput(HubName = Hub.Name, UserId = "{pollId}")] SignalRConnectionInfo connection,
        CancellationToken cancellationToken)
    {
        var poll = await polls.GetPublicAsync(pollId, cancellationToken);
        if (poll is null)
            return new Problem(Errors.PollNotFound);

        // Before the close an afterClose poll has no results to push; its screens may wait for them.
        if (poll.Results == ResultsRule.AfterVote && await access.CheckAsync(request, poll, cancellationToken) is { } error)
            return new Problem(error);

        return Answers.Ok(new ConnectionAnswer(connection.Url!, connection.AccessToken!), AppJson.Default.ConnectionAnswer);
    }
}

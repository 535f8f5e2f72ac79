using System.Buffers;
using System.Text.Json.Serialization;
using LiveTally.Operations;
using LiveTally.Polls;
using LiveTally.Results;
using Microsoft.AspNetCore.Http;
using Microsoft.Azure.Functions.Worker;

namespace LiveTally.Realtime;

/// <summary>The body of <c>POST /polls/{pollId}/viewers</c>.</summary>
/// <param name="ConnectionId">The SignalR connection's id, as its client knows it.</param>
[JsonUnmappedMemberHandling(JsonUnmappedMemberHandling.Disallow)]
public sealed record JoinRequest([property: JsonRequired] string ConnectionId);

/// <summary>An answer, and what happens to the poll's group.</summary>
public sealed class GroupAnswer
{
    [HttpResult]
    public required IResult Result { get; init; }

    [SignalROutput(HubName = Hub.Name)]
    public SignalRGroupAction? Group { get; init; }
}

/// <summary><c>…/viewers</c>: who watches a poll.</summary>
public sealed class Viewers(PollCache polls, ResultsAccess access)
{
    private const int MaxConnectionId = 128;

    private static readonly SearchValues<char> ConnectionIdAlphabet =
        SearchValues.Create("ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-_");

    /// <summary><c>POST</c>: from now on the connection gets the poll's pushes.</summary>
    [Function("JoinViewers")]
    public async Task<GroupAnswer> Join(
        [HttpTrigger(AuthorizationLevel.Anonymous, "post", Route = "polls/{pollId}/viewers")] HttpRequest request,
        string pollId,
        CancellationToken cancellationToken)
    {
        var poll = await polls.GetPublicAsync(pollId, cancellationToken);
        if (poll is null)
            return Refuse(new Problem(Errors.PollNotFound));

        var (body, problem) = await JsonBody.ReadAsync(request, AppJson.Default.JoinRequest, JsonBody.SmallLimit);
        if (body is null)
            return Refuse(problem!);
        if (poll.Results == ResultsRule.AfterVote && await access.CheckAsync(request, poll, cancellationToken) is { } error)
            return Refuse(new Problem(error));

        return Change(SignalRGroupActionType.Add, pollId, body.ConnectionId);
    }

    /// <summary><c>DELETE</c>: from now on it does not.</summary>
    [Function("LeaveViewers")]
    public async Task<GroupAnswer> Leave(
        [HttpTrigger(AuthorizationLevel.Anonymous, "delete", Route = "polls/{pollId}/viewers/{connectionId}")] HttpRequest request,
        string pollId,
        string connectionId,
        CancellationToken cancellationToken) =>
        await polls.GetPublicAsync(pollId, cancellationToken) is null
            ? Refuse(new Problem(Errors.PollNotFound))
            : Change(SignalRGroupActionType.Remove, pollId, connectionId);

    private static GroupAnswer Change(SignalRGroupActionType type, string pollId, string connectionId)
    {
        if (connectionId.Length is 0 or > MaxConnectionId || connectionId.AsSpan().ContainsAnyExcept(ConnectionIdAlphabet))
            return Refuse(new Problem(Errors.InvalidConnection));

        return new GroupAnswer
        {
            Result = TypedResults.NoContent(),
            Group = new SignalRGroupAction(type) { ConnectionId = connectionId, GroupName = Hub.GroupOf(pollId) },
        };
    }

    private static GroupAnswer Refuse(Problem problem) => new() { Result = problem };
}

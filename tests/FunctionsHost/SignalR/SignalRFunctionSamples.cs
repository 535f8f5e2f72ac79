using System.Text.Json.Serialization;
using Microsoft.AspNetCore.Http;
using Microsoft.Azure.Functions.Worker;

namespace LiveTally.Tests.FunctionsHost.SignalR;

public sealed record Snapshot([property: JsonPropertyName("pollId")] string PollId, int Version, double Share, int[] Counts, string? Note);

public sealed class JoinOutput
{
    [SignalROutput(HubName = "%HUB%")]
    public SignalRGroupAction? Group { get; init; }

    [SignalROutput(HubName = "%HUB%")]
    public SignalRMessageAction[]? Messages { get; init; }

    [HttpResult]
    public IResult? Response { get; init; }
}

public static class SignalRFunctions
{
    [Function("negotiate")]
    public static IResult Negotiate(
        [HttpTrigger("post", Route = "polls/{pollId}/negotiate")] HttpRequest request,
        [SignalRConnectionInfoInput(HubName = "%HUB%", UserId = "{pollId}:{headers.x-user}")] SignalRConnectionInfo info) =>
        Results.Json(new { url = info.Url, accessToken = info.AccessToken });

    [Function("negotiate-text")]
    public static IResult NegotiateText(
        [HttpTrigger("post", Route = "text/negotiate")] HttpRequest request, [SignalRConnectionInfoInput(HubName = "polls")] string info) =>
        Results.Text(info, "application/json");

    [Function("join")]
    public static JoinOutput Join(
        [HttpTrigger("post", Route = "join/{group}/{connectionId}")] HttpRequest request, string group, string connectionId) => new()
    {
        Group = new SignalRGroupAction(SignalRGroupActionType.Add) { GroupName = group, ConnectionId = connectionId },
        Messages = [new SignalRMessageAction("joined", [group]) { ConnectionId = connectionId }],
        Response = Results.NoContent(),
    };

    [Function("leave")]
    public static JoinOutput Leave(
        [HttpTrigger("post", Route = "leave/{group}/{connectionId}")] HttpRequest request, string group, string connectionId) => new()
    {
        Group = new SignalRGroupAction(SignalRGroupActionType.Remove) { GroupName = group, ConnectionId = connectionId },
        Response = Results.NoContent(),
    };

    [Function("nothing")]
    public static JoinOutput Nothing([HttpTrigger("post")] HttpRequest request) => new() { Response = Results.Accepted() };

    [Function("push")]
    [SignalROutput(HubName = "polls")]
    public static SignalRMessageAction Push([HttpTrigger("post", Route = "push/{group}")] HttpRequest request, string group) =>
        new("results", [new Snapshot("p1", 7, 0.5, [1, 2], null), 42L, "text", true]) { GroupName = group };

    [Function("push-user")]
    [SignalROutput(HubName = "polls")]
    public static SignalRMessageAction PushUser([HttpTrigger("post", Route = "user/{user}")] HttpRequest request, string user) =>
        new("hello") { UserId = user };
}

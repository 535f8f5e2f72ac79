using Microsoft.AspNetCore.Http;
using Microsoft.Azure.Functions.Worker;

namespace LiveTally.Tests.FunctionsHost.FaultControl;

public sealed record Change(string Id);

public sealed class FaultFunctions(Recorder<string> seen, TimeProvider time)
{
    [Function("clock")]
    public IResult Clock([HttpTrigger("get")] HttpRequest request) => Results.Json(time.GetUtcNow());

    [Function("negotiate")]
    public static IResult Negotiate(
        [HttpTrigger("post")] HttpRequest request, [SignalRConnectionInfoInput(HubName = "polls")] SignalRConnectionInfo info) =>
        Results.Json(new { url = info.Url, accessToken = info.AccessToken });

    [Function("say")]
    [SignalROutput(HubName = "polls")]
    public static SignalRMessageAction Say([HttpTrigger("post")] HttpRequest request) => new("said", ["by request"]);

    [Function("push")]
    [FixedDelayRetry(-1, "00:00:00.010")]
    [SignalROutput(HubName = "polls")]
    public SignalRMessageAction Push(
        [CosmosDBTrigger("db", "items", Connection = "Cosmos", CreateLeaseContainerIfNotExists = true, StartFromBeginning = true)]
        IReadOnlyList<Change> changes,
        FunctionContext context)
    {
        var ids = string.Join(',', changes.Select(change => change.Id));
        seen.Add($"{ids} {context.RetryContext.RetryCount}");
        return new SignalRMessageAction("said", [ids]);
    }
}

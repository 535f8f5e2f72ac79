using Microsoft.Azure.Cosmos;

namespace LiveTally.Local.Functions.CosmosDb;

/// <summary>
/// Asks the local endpoint to hold its answer to a change feed request until a change commits, at most 10 s: changes are seen at once and
/// nothing polls in vain. The service would ignore the header; there the trigger polls as its attribute says.
/// </summary>
internal sealed class ChangeFeedWaitHandler : RequestHandler
{
    private const string ChangeFeedHeader = "A-IM";

    public override Task<ResponseMessage> SendAsync(RequestMessage request, CancellationToken cancellationToken)
    {
        if (!string.IsNullOrEmpty(request.Headers[ChangeFeedHeader]))
            request.Headers["Prefer"] = "wait=10";
        return base.SendAsync(request, cancellationToken);
    }
}

using System.Diagnostics;
using System.Net;
using Microsoft.Azure.Cosmos;

namespace LiveTally.Operations;

/// <summary>Measures what the application's own requests to storage cost; those of the triggers have another client.</summary>
internal sealed class RequestCharges : RequestHandler
{
    private static readonly string[] Containers =
        [TallyDatabase.BoxesContainer, TallyDatabase.ResultsContainer, TallyDatabase.PollsContainer, TallyDatabase.CodesContainer];

    public override async Task<ResponseMessage> SendAsync(RequestMessage request, CancellationToken cancellationToken)
    {
        var response = await base.SendAsync(request, cancellationToken);
        if (Telemetry.CosmosRequestCharge.Enabled)
        {
            var tags = new TagList { { "container", ContainerOf(request) }, { "operation", OperationOf(request) } };
            Telemetry.CosmosRequestCharge.Record(response.Headers.RequestCharge, tags);
            if (response.StatusCode == HttpStatusCode.TooManyRequests)
                Telemetry.CosmosThrottled.Add(1, tags);
        }

        return response;
    }

    // dbs/livetally/colls/boxes/docs/head; without colls it is about the database itself.
    private static string ContainerOf(RequestMessage request)
    {
        var path = request.RequestUri.OriginalString.AsSpan();
        if (path.IndexOf("colls/") is var start and >= 0)
        {
            path = path[(start + 6)..];
            if (path.IndexOf('/') is var end and >= 0)
                path = path[..end];
            foreach (var container in Containers)
            {
                if (path.SequenceEqual(container))
                    return container;
            }
        }

        return "other";
    }

    // The names of OpenTelemetry's conventions for Cosmos DB.
    private static string OperationOf(RequestMessage request)
    {
        var headers = request.Headers;
        if (headers.TryGetValue("x-ms-cosmos-is-batch-request", out _))
            return "execute_batch";
        if (headers.TryGetValue("x-ms-documentdb-isquery", out _) || headers.TryGetValue("x-ms-documentdb-query", out _))
            return "query_items";

        var isDocument = !request.RequestUri.OriginalString.EndsWith("/docs", StringComparison.Ordinal);
        return request.Method.Method switch
        {
            "GET" => isDocument ? "read_item" : "read_all_items",
            "POST" => headers.TryGetValue("x-ms-documentdb-is-upsert", out _) ? "upsert_item" : "create_item",
            "PUT" => "replace_item",
            "PATCH" => "patch_item",
            "DELETE" => "delete_item",
            _ => "other",
        };
    }
}

using System.Text.Json;
using Microsoft.AspNetCore.Http;

namespace LiveTally.Local.CosmosDb.Http;

/// <summary>The account: one region, this endpoint, session consistency.</summary>
internal static class AccountHandler
{
    // What the SDK's own query planner is told. ORDER BY and COUNT arrive rewritten, since the planner may merge partitions.
    private const string QueryEngineConfiguration =
        """
        {"maxSqlQueryInputLength":262144,"maxJoinsPerSqlQuery":5,"maxLogicalAndPerSqlQuery":500,"maxLogicalOrPerSqlQuery":500,
        "maxUdfRefPerSqlQuery":10,"maxInExpressionItemsCount":16000,"queryMaxInMemorySortDocumentCount":500,
        "maxQueryRequestTimeoutFraction":0.9,"sqlAllowNonFiniteNumbers":false,"sqlAllowAggregateFunctions":true,
        "sqlAllowSubQuery":true,"sqlAllowScalarSubQuery":true,"allowNewKeywords":true,"sqlAllowLike":true,
        "sqlAllowGroupByClause":true,"maxSpatialQueryCells":12,"spatialMaxGeometryPointCount":256,
        "sqlDisableQueryILOptimization":false,"sqlDisableFilterPlanOptimization":false,"sqlAllowTop":true,
        "enableSpatialIndexing":true}
        """;

    public static CosmosResponse Read(HttpRequest request)
    {
        var endpoint = $"{request.Scheme}://{request.Host}/";
        LocationBody[] locations = [new("Local", endpoint)];
        var replication = new ReplicationPolicyBody(1, 1, AsyncReplication: false);
        var account = new AccountBody(
            "local", "local.documents", "", locations, locations, EnableMultipleWriteLocations: false, new ConsistencyPolicyBody("Session"),
            replication, replication, new ReadPolicyBody(1, 1), QueryEngineConfiguration);
        return new CosmosResponse(200) { Body = JsonSerializer.SerializeToUtf8Bytes(account, WireJson.Default.AccountBody) };
    }
}

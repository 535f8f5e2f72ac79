using System.Text.Json;
using LiveTally.Local.CosmosDb.Queries;

namespace LiveTally.Local.CosmosDb.Http;

/// <summary>
/// Query plans, for clients that do not plan themselves. A container is one range, and the query handler orders and counts, so every plan
/// says the same: send the query as it is, once, to all there is.
/// </summary>
internal static class QueryPlanHandler
{
    /// <exception cref="CosmosException">400: outside the subset; the message names the clause.</exception>
    public static async Task<CosmosResponse> PlanAsync(CosmosRequest request)
    {
        var query = SqlQuery.Parse(await request.ReadBodyAsync());
        var info = new QueryInfoBody(
            "None", null, null, null, [], [], [], [], [], new Dictionary<string, string>(), "", query.Projection == Projection.Count);
        var plan = new QueryPlanBody(2, info, [new QueryRangeBody("", "FF", IsMinInclusive: true, IsMaxInclusive: false)]);
        return new CosmosResponse(200) { Body = JsonSerializer.SerializeToUtf8Bytes(plan, WireJson.Default.QueryPlanBody) };
    }
}

using System.Net;
using Microsoft.Azure.Cosmos;

namespace LiveTally.Tests.CosmosDb.Support;

internal static class Fault
{
    public static async Task<CosmosException> ExpectAsync(HttpStatusCode status, Func<Task> call, int subStatus = 0)
    {
        var fault = await Assert.ThrowsAsync<CosmosException>(call);
        Assert.Equal((status, subStatus), (fault.StatusCode, fault.SubStatusCode));
        return fault;
    }
}

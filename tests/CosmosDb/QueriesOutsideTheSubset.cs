using System.Net;
using System.Text.Json;
using System.Text.RegularExpressions;
using LiveTally.Tests.CosmosDb.Support;
using Microsoft.Azure.Cosmos;

namespace LiveTally.Tests.CosmosDb;

/// <summary>Each is refused with the clause that is not served, planned by the SDK or sent as it is; none is answered with a guess.</summary>
public sealed class QueriesOutsideTheSubset(CosmosAccount account) : IAsyncLifetime
{
    private readonly HttpClient http = new() { BaseAddress = new Uri(account.Endpoint) };
    private Container container = null!;

    public static TheoryData<string, string> Queries { get; } = new()
    {
        { "SELECT c.id FROM c", "select list" },
        { "SELECT c.id, c.n FROM c", "select list" },
        { "SELECT VALUE c.n FROM c", "select list" },
        { "SELECT VALUE c FROM c", "select list" },
        { "SELECT VALUE {n: c.n} FROM c", "select list" },
        { "SELECT DISTINCT VALUE c.n FROM c", "DISTINCT" },
        { "SELECT TOP 1 * FROM c", "TOP" },
        { "SELECT * FROM c OFFSET 1 LIMIT 1", "OFFSET" },
        { "SELECT * FROM c ORDER BY c.n OFFSET 1 LIMIT 1", "OFFSET" },
        { "SELECT c.state, COUNT(1) AS n FROM c GROUP BY c.state", "GROUP BY" },
        { "SELECT VALUE COUNT(1) FROM c JOIN d IN c.list", "JOIN" },
        { "SELECT * FROM d IN c.list", "IN" },
        { "SELECT * FROM c.list", "." },
        { "SELECT * FROM (SELECT VALUE c.inner FROM c) AS i", "SELECT" },
        { "SELECT * FROM c WHERE c.n IN (SELECT VALUE d FROM d IN c.list)", "SELECT" },
        { "SELECT * FROM c WHERE EXISTS (SELECT VALUE d FROM d IN c.list)", "EXISTS" },
        { "SELECT ARRAY(SELECT VALUE d FROM d IN c.list) AS l FROM c", "ARRAY" },
        { "SELECT * FROM c WHERE udf.f(c.n)", "udf" },
        { "SELECT udf.f(c.n) FROM c", "udf" },
        { "SELECT VALUE SUM(c.n) FROM c", "SUM" },
        { "SELECT VALUE AVG(c.n) FROM c", "AVG" },
        { "SELECT VALUE MIN(c.n) FROM c", "MIN" },
        { "SELECT VALUE MAX(c.n) FROM c", "MAX" },
        { "SELECT VALUE COUNT(c.n) FROM c", "select list" },
        { "SELECT COUNT(1) AS n FROM c", "select list" },
        { "SELECT * FROM c WHERE c.n BETWEEN 1 AND 2", "BETWEEN" },
        { "SELECT * FROM c WHERE c.state LIKE 'o%'", "LIKE" },
        { "SELECT * FROM c WHERE c.n != 1", "!=" },
        { "SELECT * FROM c WHERE c.n <> 1", "<>" },
        { "SELECT * FROM c WHERE c.n + 1 = 2", "+" },
        { "SELECT * FROM c WHERE c.n - 1 = 0", "-" },
        { "SELECT * FROM c WHERE c.n * 2 = 2", "*" },
        { "SELECT * FROM c WHERE c.n / 2 = 1", "/" },
        { "SELECT * FROM c WHERE c.n % 2 = 1", "%" },
        { "SELECT * FROM c WHERE (c.n & 1) = 1", "&" },
        { "SELECT * FROM c WHERE c.state || 'x' = 'openx'", "|" },
        { "SELECT * FROM c WHERE c.n = 1 ? true : false", "?" },
        { "SELECT * FROM c WHERE (c.x ?? 1) = 1", "?" },
        { "SELECT * FROM c WHERE c.list[0] = 1", "[" },
        { "SELECT * FROM c WHERE c.list = [1]", "[" },
        { "SELECT * FROM c WHERE c.inner = {a: 1}", "{" },
        { "SELECT * FROM c WHERE c.x = undefined", "undefined" },
        { "SELECT * FROM c WHERE CONTAINS(c.state, 'o')", "CONTAINS" },
        { "SELECT * FROM c WHERE ENDSWITH(c.state, 'n')", "ENDSWITH" },
        { "SELECT * FROM c WHERE STARTSWITH(c.state, 'O', true)", "," },
        { "SELECT * FROM c WHERE ARRAY_CONTAINS(c.list, 1)", "ARRAY_CONTAINS" },
        { "SELECT * FROM c WHERE LOWER(c.state) = 'open'", "LOWER" },
        { "SELECT * FROM c WHERE LENGTH(c.state) = 4", "LENGTH" },
        { "SELECT * FROM c WHERE ABS(c.n) = 1", "ABS" },
        { "SELECT * FROM c WHERE IS_INTEGER(c.n)", "IS_INTEGER" },
        { "SELECT * FROM c WHERE c._ts < GetCurrentTimestamp()", "GETCURRENTTIMESTAMP" },
        { "SELECT * FROM c ORDER BY c.state, c.n", "," },
        { "SELECT * FROM c ORDER BY c.n + 1", "+" },
        { "SELECT * FROM c ORDER BY LOWER(c.state)", "LOWER" },
        { "SELECT * FROM c ORDER BY RANK FullTextScore(c.state, 'o')", "RANK" },
        { "SELECT 1", "select list" },
    };

    public async ValueTask InitializeAsync()
    {
        container = await account.CreateContainerAsync("/pk");
        await container.CreateItemAsync(
            new { id = "a", pk = "p", n = 1, state = "open", list = new[] { 1 }, inner = new { a = 1 } }, new PartitionKey("p"));
    }

    [Theory]
    [MemberData(nameof(Queries))]
    public async Task The_endpoint_refuses_with_400_and_names_the_clause(string query, string named)
    {
        CosmosAccount.OnlyTheLocalEndpoint();
        using var request = SignedRequest.Query(account.Database.Id, container.Id, query);
        using var response = await http.SendAsync(request);
        using var error = JsonDocument.Parse(await response.Content.ReadAsStringAsync());
        var message = error.RootElement.GetProperty("message").GetString()!;

        Assert.Equal(HttpStatusCode.BadRequest, response.StatusCode);
        // What follows the first sentence lists what is served, whatever was asked.
        Assert.Matches($"{Regex.Escape(named)}.* not supported|not supported at .*{Regex.Escape(named)}", message.Split(". This endpoint")[0]);
    }

    [Theory]
    [MemberData(nameof(Queries))]
    public async Task The_SDK_sees_400_too(string query, string named)
    {
        CosmosAccount.OnlyTheLocalEndpoint();
        var fault = await Assert.ThrowsAnyAsync<CosmosException>(
            () => Pages.ReadAllAsync(container.GetItemQueryIterator<JsonElement>(query)));

        Assert.True(fault.StatusCode == HttpStatusCode.BadRequest, $"{named}: {fault.Message}");
    }

    [Theory]
    [InlineData("")]
    [InlineData("SELECT")]
    [InlineData("SELECT * FROM")]
    [InlineData("SELECT * FROM c WHERE")]
    [InlineData("SELECT * FROM c WHERE c.n =")]
    [InlineData("SELECT * FROM c WHERE c.n IN ()")]
    [InlineData("SELECT * FROM c WHERE (c.n = 1")]
    [InlineData("SELECT * FROM c WHERE c.n = 1 c.n = 2")]
    [InlineData("SELECT * FROM c WHERE c.n = 'open")]
    [InlineData("SELECT * FROM c WHERE c.n = @missing")]
    [InlineData("SELECT * FROM c WHERE d.n = 1")]
    [InlineData("SELECT * FROM c ORDER BY")]
    [InlineData("SELECT * FROM c ORDER BY c")]
    [InlineData("SELECT * FROM c; DROP")]
    public async Task A_query_that_is_none_is_400(string query)
    {
        using var request = SignedRequest.Query(account.Database.Id, container.Id, query);
        using var response = await http.SendAsync(request);

        Assert.Equal(HttpStatusCode.BadRequest, response.StatusCode);
    }

    public ValueTask DisposeAsync()
    {
        http.Dispose();
        return ValueTask.CompletedTask;
    }
}

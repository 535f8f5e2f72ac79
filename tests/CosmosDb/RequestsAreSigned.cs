using System.Net;
using LiveTally.Tests.CosmosDb.Support;
using Microsoft.Azure.Cosmos;

namespace LiveTally.Tests.CosmosDb;

public sealed class RequestsAreSigned(CosmosAccount account) : IDisposable
{
    private readonly HttpClient http = new() { BaseAddress = new Uri(account.Endpoint) };

    private string Link => $"dbs/{account.Database.Id}";

    [Fact]
    public async Task A_wrong_key_is_401()
    {
        var wrong = Convert.ToBase64String(new byte[64]);
        using var client = new CosmosClient(account.Endpoint, wrong, CosmosAccount.Options);

        await Fault.ExpectAsync(HttpStatusCode.Unauthorized, () => client.GetDatabase(account.Database.Id).ReadAsync());
    }

    [Fact]
    public async Task A_request_without_a_signature_is_401()
    {
        foreach (var path in new[] { "", "dbs/x", $"{Link}/colls/c/docs/a" })
        {
            using var response = await http.GetAsync(path);
            Assert.Equal(HttpStatusCode.Unauthorized, response.StatusCode);
        }
    }

    [Theory]
    [InlineData(-16, HttpStatusCode.Forbidden)]
    [InlineData(-14, HttpStatusCode.OK)]
    [InlineData(14, HttpStatusCode.OK)]
    [InlineData(16, HttpStatusCode.Forbidden)]
    [InlineData(-525_600, HttpStatusCode.Forbidden)]
    public async Task A_signature_holds_for_15_minutes(int minutes, HttpStatusCode expected)
    {
        var date = TimeProvider.System.GetUtcNow().AddMinutes(minutes).ToString("R");

        Assert.Equal(expected, await SendAsync(SignedRequest.Create(HttpMethod.Get, Link, "dbs", Link, date)));
    }

    [Theory]
    [InlineData("")]
    [InlineData("yesterday")]
    public async Task Without_a_date_it_is_401(string date) =>
        Assert.Equal(HttpStatusCode.Unauthorized, await SendAsync(SignedRequest.Create(HttpMethod.Get, Link, "dbs", Link, date)));

    [Fact]
    public async Task The_date_may_stand_in_the_Date_header() => Assert.Equal(
        HttpStatusCode.OK, await SendAsync(SignedRequest.Create(HttpMethod.Get, Link, "dbs", Link, dateHeader: "Date")));

    [Fact]
    public async Task A_signature_is_good_for_what_it_was_made_for_only()
    {
        HttpRequestMessage[] others =
        [
            SignedRequest.Create(HttpMethod.Get, Link, "dbs", "dbs/another"),
            SignedRequest.Create(HttpMethod.Get, Link, "colls", Link),
            SignedRequest.Create(HttpMethod.Get, Link, "", ""),
        ];
        foreach (var request in others)
        {
            Assert.Equal(HttpStatusCode.Unauthorized, await SendAsync(request));
        }

        var sent = SignedRequest.Create(HttpMethod.Get, Link, "dbs", Link);
        sent.Method = HttpMethod.Delete;
        Assert.Equal(HttpStatusCode.Unauthorized, await SendAsync(sent));
    }

    public void Dispose() => http.Dispose();

    private async Task<HttpStatusCode> SendAsync(HttpRequestMessage request)
    {
        using (request)
        {
            using var response = await http.SendAsync(request);
            return response.StatusCode;
        }
    }
}

using LiveTally.Tests.Contract.Driving;

namespace LiveTally.Tests.Contract;

/// <summary>CORS: what a browser lets a page of another origin do and see.</summary>
public sealed class OtherOrigins(Server server, BareServer bare)
{
    private const string Results = "/api/polls/none/results";

    // What SignalR's client for browsers sends with its first request.
    private const string Negotiate = "/api/polls/none/negotiate";
    private const string NegotiateHeaders = "authorization,x-requested-with,x-signalr-user-agent";

    [Fact]
    public async Task A_listed_origin_sees_answers_and_their_headers()
    {
        var seen = await SendAsync(server, "GET", Results, Server.Origin);

        Assert.Equal(404, seen.Status);
        Assert.Equal(Server.Origin, seen.Headers["Access-Control-Allow-Origin"]);
        Assert.Equal("true", seen.Headers["Access-Control-Allow-Credentials"]);
        Assert.Equal("Allow, Date, ETag, Location, Retry-After", seen.Headers["Access-Control-Expose-Headers"]);
        Assert.Equal("Origin", seen.Headers["Vary"]);
    }

    [Theory]
    [InlineData("https://stranger.example")]
    [InlineData("https://embed.example.stranger.example")]
    [InlineData("http://embed.example")]
    [InlineData("null")]
    [InlineData(null)]
    public async Task Another_origin_does_not_and_caches_keep_the_answers_apart(string? origin)
    {
        var seen = await SendAsync(server, "GET", Results, origin);

        Assert.DoesNotContain(seen.Headers.Keys, IsCors);
        Assert.Equal("Origin", seen.Headers["Vary"]);
    }

    [Fact]
    public async Task A_listed_origin_may_make_the_calls_that_an_address_takes()
    {
        var seen = await SendAsync(server, "OPTIONS", Negotiate, Server.Origin, ("Access-Control-Request-Method", "POST"), ("Access-Control-Request-Headers", NegotiateHeaders));

        Assert.Equal((204, ""), (seen.Status, seen.Text));
        Assert.Equal(Server.Origin, seen.Headers["Access-Control-Allow-Origin"]);
        Assert.Equal("POST", seen.Headers["Access-Control-Allow-Methods"]);
        Assert.Equal("600", seen.Headers["Access-Control-Max-Age"]);
        Assert.Superset(
            NegotiateHeaders.Split(',').Concat(["content-type", "idempotency-key", "if-match", "if-none-match", "x-admin-key"]).ToHashSet(),
            seen.Headers["Access-Control-Allow-Headers"].ToLowerInvariant().Split(", ").ToHashSet());
    }

    [Theory]
    [InlineData("https://stranger.example", Negotiate, 405)]
    [InlineData(Server.Origin, "/api/nonsense", 404)]
    public async Task Another_origin_may_not_and_what_is_no_address_has_no_calls(string origin, string path, int status)
    {
        var seen = await SendAsync(server, "OPTIONS", path, origin, ("Access-Control-Request-Method", "POST"));

        Assert.Equal(status, seen.Status);
        Assert.DoesNotContain("Access-Control-Allow-Methods", seen.Headers.Keys);
    }

    [Fact]
    public async Task A_listed_origin_reaches_the_SignalR_endpoint()
    {
        var preflight = await SendAsync(server, "OPTIONS", "/client/negotiate?hub=polls", Server.Origin, ("Access-Control-Request-Method", "POST"), ("Access-Control-Request-Headers", NegotiateHeaders));
        var answer = await SendAsync(server, "POST", "/client/negotiate?hub=polls", Server.Origin);
        var stranger = await SendAsync(server, "POST", "/client/negotiate?hub=polls", "https://stranger.example");

        Assert.Equal((204, 401, 401), (preflight.Status, answer.Status, stranger.Status));
        Assert.Equal(NegotiateHeaders, preflight.Headers["Access-Control-Allow-Headers"]);
        Assert.All([preflight, answer], seen => Assert.Equal((Server.Origin, "true"), (seen.Headers["Access-Control-Allow-Origin"], seen.Headers["Access-Control-Allow-Credentials"])));
        Assert.DoesNotContain(stranger.Headers.Keys, IsCors);
    }

    [Theory]
    [InlineData("GET", Results)]
    [InlineData("OPTIONS", Results)]
    [InlineData("POST", "/client/negotiate?hub=polls")]
    public async Task Without_the_setting_no_other_origin_sees_anything(string method, string path)
    {
        var seen = await SendAsync(bare, method, path, Server.Origin, ("Access-Control-Request-Method", "GET"));

        Assert.InRange(seen.Status, 400, 499);
        Assert.DoesNotContain(seen.Headers.Keys, IsCors);
        Assert.DoesNotContain("Vary", seen.Headers.Keys);
    }

    private static bool IsCors(string header) => header.StartsWith("Access-Control", StringComparison.OrdinalIgnoreCase);

    private static async Task<Seen> SendAsync(Server at, string method, string path, string? origin, params (string Name, string Value)[] headers)
    {
        using var request = new HttpRequestMessage(new HttpMethod(method), new Uri(at.Process.Address, path));
        if (origin is not null)
            request.Headers.Add("Origin", origin);
        foreach (var (name, value) in headers)
            request.Headers.Add(name, value);
        using var response = await at.Http.SendAsync(request, TestContext.Current.CancellationToken);
        return await Seen.ReadAsync(response);
    }
}

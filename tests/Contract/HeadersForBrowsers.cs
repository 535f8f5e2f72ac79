using LiveTally.Tests.Contract.Driving;

namespace LiveTally.Tests.Contract;

public sealed class HeadersForBrowsers(Server server, BareServer bare)
{
    public static TheoryData<string, string, int> Answers => new()
    {
        { "GET", "/api/health/live", 200 },
        { "GET", "/api/openapi.json", 200 },
        { "GET", "/api/polls/none/results", 404 },
        { "GET", "/api/nonsense", 404 },
        { "PUT", "/api/polls", 405 },
        { "POST", "/api/polls", 401 },
        { "OPTIONS", "/api/polls", 405 },
    };

    [Theory, MemberData(nameof(Answers))]
    public async Task Every_answer_says_that_it_is_data_and_nothing_to_load_or_frame(string method, string path, int status)
    {
        var seen = await SendAsync(server, method, path);

        Assert.Equal(status, seen.Status);
        Assert.Equal("nosniff", seen.Headers["X-Content-Type-Options"]);
        Assert.Equal("no-referrer", seen.Headers["Referrer-Policy"]);
        Assert.Equal("same-origin", seen.Headers["Cross-Origin-Resource-Policy"]);
        Assert.Equal("default-src 'none'; frame-ancestors 'none'", seen.Headers["Content-Security-Policy"]);
        Assert.DoesNotContain("Server", seen.Headers.Keys);
        Assert.DoesNotContain("Strict-Transport-Security", seen.Headers.Keys);
    }

    [Fact]
    public async Task Also_the_answer_to_a_fault_does()
    {
        var seen = await SendAsync(bare, "GET", "/api/deadletters", ("X-Admin-Key", bare.Process.AdminKey));

        Assert.Equal(503, seen.Status);
        Assert.Equal("nosniff", seen.Headers["X-Content-Type-Options"]);
    }

    [Fact]
    public async Task Over_TLS_browsers_are_told_to_stay_with_it()
    {
        var seen = await SendAsync(server, "GET", "/api/health/live", ("X-Forwarded-Proto", "https"));

        Assert.Equal("max-age=31536000", seen.Headers["Strict-Transport-Security"]);
    }

    private static async Task<Seen> SendAsync(Server at, string method, string path, params (string Name, string Value)[] headers)
    {
        using var request = new HttpRequestMessage(new HttpMethod(method), new Uri(at.Process.Address, path));
        foreach (var (name, value) in headers)
            request.Headers.Add(name, value);
        using var response = await at.Http.SendAsync(request, TestContext.Current.CancellationToken);
        return await Seen.ReadAsync(response);
    }
}

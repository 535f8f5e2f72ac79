using System.Net;
using LiveTally.Tests.Contract.Document;
using LiveTally.Tests.Contract.Driving;
using NJsonSchema;

namespace LiveTally.Tests.Contract;

/// <summary>What is no call.</summary>
public sealed class RefusalsBesideAnyOperation(Server server)
{
    public static TheoryData<string, string, string> OtherMethods => new()
    {
        { "DELETE", "/api/polls", "GET, HEAD, POST" },
        { "PUT", "/api/polls/aaaaaaaa/votes", "POST" },
        { "POST", "/api/polls/aaaaaaaa", "GET, HEAD" },
        { "GET", "/api/polls/aaaaaaaa/open", "POST" },
        { "HEAD", "/api/polls/aaaaaaaa/open", "POST" },
        { "OPTIONS", "/api/polls/aaaaaaaa/results", "GET, HEAD" },
        { "TRACE", "/api/health/live", "GET, HEAD" },
        { "BREW", "/api/health/live/", "GET, HEAD" },
        { "POST", "/api/OPENAPI.json", "GET, HEAD" },
    };

    [Theory, MemberData(nameof(OtherMethods))]
    public async Task A_method_that_an_address_does_not_take_is_405_and_told_which_it_takes(string method, string path, string allow)
    {
        var (response, seen) = await SendAsync(method, path);

        Assert.Equal(405, seen.Status);
        Assert.Equal(allow, string.Join(", ", response.Content.Headers.Allow));
        if (method != "HEAD")
            await IsProblemAsync(seen, "methodNotAllowed");
    }

    [Theory]
    [InlineData("GET", "/api/nonsense")]
    [InlineData("GET", "/api")]
    [InlineData("GET", "/api/polls/aaaaaaaa/votes/x/y")]
    [InlineData("GET", "/api/polls//results")]
    [InlineData("GET", "/api/%ff%zz")]
    [InlineData("OPTIONS", "/api/nonsense")]
    public async Task An_address_that_no_call_has_is_404(string method, string path)
    {
        var (_, seen) = await SendAsync(method, path);

        Assert.Equal(404, seen.Status);
        await IsProblemAsync(seen, "routeNotFound");
    }

    [Theory]
    [InlineData("/api/health/live")]
    [InlineData("/api/polls/none")]
    [InlineData("/api/deadletters")]
    [InlineData("/api/openapi.json")]
    public async Task HEAD_is_GET_without_the_body(string path)
    {
        var (_, got) = await SendAsync("GET", path);
        var (_, head) = await SendAsync("HEAD", path);

        Assert.Equal("", head.Text);
        Assert.Equal((got.Status, got.MediaType), (head.Status, head.MediaType));
        Assert.Equal(got.Headers.GetValueOrDefault("ETag"), head.Headers.GetValueOrDefault("ETag"));
    }

    [Fact]
    public async Task Every_address_refuses_what_it_does_not_take()
    {
        foreach (var path in OpenApi.Operations.Values.GroupBy(operation => operation.Path))
        {
            var (response, seen) = await SendAsync("PUT", "/api" + path.Key.Replace("{", "", StringComparison.Ordinal).Replace("}", "", StringComparison.Ordinal));

            Assert.Equal(405, seen.Status);
            Assert.Subset(response.Content.Headers.Allow.ToHashSet(), path.Select(operation => operation.Method).ToHashSet());
        }
    }

    private async Task<(HttpResponseMessage Response, Seen Seen)> SendAsync(string method, string path)
    {
        using var request = new HttpRequestMessage(new HttpMethod(method), server.Process.Address.GetLeftPart(UriPartial.Authority) + path) { Version = HttpVersion.Version11 };
        var response = await server.Http.SendAsync(request, TestContext.Current.CancellationToken);
        return (response, await Seen.ReadAsync(response));
    }

    private static async Task IsProblemAsync(Seen seen, string code)
    {
        Assert.Equal(("application/problem+json", code), (seen.MediaType, seen.Code));
        Assert.Empty((await JsonSchema.FromJsonAsync(OpenApi.Schemas["Problem"]!.ToJsonString())).Validate(seen.Text));
    }
}

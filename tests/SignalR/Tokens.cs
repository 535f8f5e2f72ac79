using System.Buffers.Text;
using System.Net;
using System.Security.Claims;
using System.Security.Cryptography;
using System.Text;
using LiveTally.Local.SignalR;
using Microsoft.AspNetCore.SignalR.Client;

namespace LiveTally.Tests.SignalR;

public sealed class Tokens
{
    private static CancellationToken Cancel => TestContext.Current.CancellationToken;

    [Fact]
    public async Task A_token_is_good_until_it_expires()
    {
        await using var server = await TestServer.StartAsync();
        var info = Negotiate(server, "polls");

        Assert.Equal($"{server.Url}/client/?hub=polls", info.Url);
        Assert.Equal(HttpStatusCode.OK, await NegotiateAgainAsync(info.Url, info.AccessToken));
        server.Time.Now += TimeSpan.FromMinutes(59.9);
        Assert.Equal(HttpStatusCode.OK, await NegotiateAgainAsync(info.Url, info.AccessToken));
        server.Time.Now += TimeSpan.FromMinutes(0.1);
        Assert.Equal(HttpStatusCode.Unauthorized, await NegotiateAgainAsync(info.Url, info.AccessToken));
    }

    [Fact]
    public async Task A_token_is_for_one_hub_by_whatever_host()
    {
        await using var server = await TestServer.StartAsync();
        var behindProxy = server.Endpoint.Negotiate("Polls", null, "https://vote.example");

        Assert.Equal("https://vote.example/client/?hub=polls", behindProxy.Url);
        Assert.Equal(HttpStatusCode.OK, await NegotiateAgainAsync($"{server.Url}/client/?hub=polls", behindProxy.AccessToken));
        Assert.Equal(HttpStatusCode.Unauthorized, await NegotiateAgainAsync($"{server.Url}/client/?hub=admin", behindProxy.AccessToken));
        Assert.Equal(HttpStatusCode.Unauthorized, await NegotiateAgainAsync($"{server.Url}/client/", behindProxy.AccessToken));
    }

    [Fact]
    public async Task Without_a_good_token_nobody_connects()
    {
        await using var server = await TestServer.StartAsync();
        await using var stranger = await TestServer.StartAsync();
        var info = Negotiate(server, "polls");
        var parts = info.AccessToken.Split('.');
        const string headerOfNone = "eyJhbGciOiJub25lIiwidHlwIjoiSldUIn0";

        Assert.Equal(HttpStatusCode.Unauthorized, await NegotiateAgainAsync(info.Url, null));
        Assert.Equal(HttpStatusCode.Unauthorized, await NegotiateAgainAsync(info.Url, "not.a.token"));
        Assert.Equal(HttpStatusCode.Unauthorized, await NegotiateAgainAsync(info.Url, Negotiate(stranger, "polls").AccessToken));
        Assert.Equal(HttpStatusCode.Unauthorized, await NegotiateAgainAsync(info.Url, $"{headerOfNone}.{parts[1]}."));
        foreach (var length in (int[])[1, parts[0].Length, info.AccessToken.Length / 2, info.AccessToken.Length - 1])
            Assert.Equal(HttpStatusCode.Unauthorized, await NegotiateAgainAsync(info.Url, info.AccessToken[..length]));
        Assert.Equal(HttpStatusCode.Unauthorized, await NegotiateAgainAsync(info.Url, $"{parts[0]}.{parts[1]}.{parts[2][..^2]}AA"));

        using var http = new HttpClient();
        using var connect = await http.GetAsync(new Uri($"{server.Url}/client/?hub=polls&id=x"), Cancel);
        Assert.Equal(HttpStatusCode.Unauthorized, connect.StatusCode);
        var direct = new HubConnectionBuilder()
            .WithUrl(info.Url, o => o.AccessTokenProvider = () => Task.FromResult<string?>("nonsense"))
            .Build();
        var refused = await Assert.ThrowsAsync<HttpRequestException>(() => direct.StartAsync(Cancel));
        Assert.Equal(HttpStatusCode.Unauthorized, refused.StatusCode);
        await direct.DisposeAsync();
        Assert.Empty(server.Warnings);
    }

    [Theory]
    [InlineData("client/?hub=polls", HttpStatusCode.OK)]
    [InlineData("client/?hub=other", HttpStatusCode.Unauthorized)]
    [InlineData("client/?hub=polls&hub=other", HttpStatusCode.Unauthorized)]
    [InlineData("server/?hub=polls", HttpStatusCode.Unauthorized)]
    [InlineData("", HttpStatusCode.Unauthorized)]
    [InlineData("client/?hub=polls", HttpStatusCode.Unauthorized, "HS512")]
    [InlineData("client/?hub=polls", HttpStatusCode.Unauthorized, "HS256", false)]
    public async Task A_token_with_our_signature_must_still_be_for_this_hub_and_expire(
        string audience, HttpStatusCode expected, string algorithm = "HS256", bool expires = true)
    {
        await using var server = await TestServer.StartAsync();
        var key = await File.ReadAllBytesAsync(Path.Combine(server.Directory, "signalr.key"), Cancel);
        var expiry = expires ? $",\"exp\":{server.Time.Now.ToUnixTimeSeconds() + 60}" : "";
        var signed = Encode($$"""{"alg":"{{algorithm}}","typ":"JWT"}""") + "."
            + Encode($$"""{"aud":"{{server.Url}}/{{audience}}"{{expiry}}}""");
        var bytes = Encoding.ASCII.GetBytes(signed);
        var signature = algorithm == "HS512" ? HMACSHA512.HashData(key, bytes) : HMACSHA256.HashData(key, bytes);

        var token = $"{signed}.{Base64Url.EncodeToString(signature)}";

        Assert.Equal(expected, await NegotiateAgainAsync($"{server.Url}/client/?hub=polls", token));

        static string Encode(string json) => Base64Url.EncodeToString(Encoding.UTF8.GetBytes(json));
    }

    [Fact]
    public async Task A_token_may_come_in_the_query_where_a_browser_cannot_set_headers()
    {
        await using var server = await TestServer.StartAsync();
        var info = Negotiate(server, "polls");
        using var http = new HttpClient();

        var url = $"{server.Url}/client/negotiate?hub=polls&access_token=";

        using var bad = await http.PostAsync(new Uri(url + "x"), null, Cancel);
        using var good = await http.PostAsync(new Uri(url + info.AccessToken), null, Cancel);

        Assert.Equal(HttpStatusCode.Unauthorized, bad.StatusCode);
        Assert.Equal(HttpStatusCode.OK, good.StatusCode);
    }

    [Fact]
    public async Task A_token_outlives_a_restart()
    {
        await using var first = await TestServer.StartAsync();
        var info = Negotiate(first, "polls");

        await using var second = await TestServer.StartAsync(first.Directory);

        Assert.Equal(HttpStatusCode.OK, await NegotiateAgainAsync($"{second.Url}/client/?hub=polls", info.AccessToken));
        if (!OperatingSystem.IsWindows())
        {
            var mode = File.GetUnixFileMode(Path.Combine(first.Directory, "signalr.key"));
            Assert.Equal(UnixFileMode.UserRead | UnixFileMode.UserWrite, mode);
        }
    }

    [Fact]
    public async Task A_key_file_that_is_no_key_is_named()
    {
        await using var server = await TestServer.StartAsync();
        var path = Path.Combine(server.Directory, "signalr.key");
        await File.WriteAllTextAsync(path, "short", Cancel);

        var error = await Assert.ThrowsAsync<IOException>(() => TestServer.StartAsync(server.Directory));

        Assert.Contains(path, error.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task What_cannot_be_negotiated_is_refused()
    {
        await using var server = await TestServer.StartAsync();

        Assert.Throws<ArgumentException>(() => server.Endpoint.Negotiate("no/hub", null, server.Url));
        Assert.Throws<ArgumentException>(() => server.Endpoint.Negotiate("polls", null, "/relative"));
        Assert.Throws<ArgumentException>(() => server.Endpoint.Negotiate("polls", null, server.Url + "/path"));
        Assert.Throws<ArgumentException>(() => server.Endpoint.Negotiate("polls", null, server.Url, [new Claim("nameid", "eve")]));
        var info = server.Endpoint.Negotiate("polls", "ann", server.Url, [new Claim("role", "presenter")]);
        Assert.Equal(HttpStatusCode.OK, await NegotiateAgainAsync(info.Url, info.AccessToken));
    }

    private static ClientConnectionInfo Negotiate(TestServer server, string hub) => server.Endpoint.Negotiate(hub, "ann", server.Url);

    /// <summary>The second negotiation, as the redirected client does it.</summary>
    private static async Task<HttpStatusCode> NegotiateAgainAsync(string url, string? token)
    {
        using var http = new HttpClient();
        var target = new UriBuilder(url);
        target.Path += "negotiate";
        target.Query += "&negotiateVersion=1";
        using var request = new HttpRequestMessage(HttpMethod.Post, target.Uri);
        if (token is not null)
            request.Headers.Authorization = new("Bearer", token);
        using var response = await http.SendAsync(request, Cancel);
        return response.StatusCode;
    }
}

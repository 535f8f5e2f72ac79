using System.IO.Compression;
using System.Net;
using System.Net.Sockets;
using System.Text;
using System.Text.Json;

namespace LiveTally.Tests.FunctionsHost.Pages;

public sealed class PagesAreServed(BuiltPages pages) : IClassFixture<BuiltPages>
{
    [Theory]
    [InlineData("/", "home")]
    [InlineData("/p/k7f3q2xm", "voter")]
    [InlineData("/p/k7f3q2xm?lang=de", "voter")]
    [InlineData("/present/k7f3q2xm", "presenter")]
    [InlineData("/admin", "admin")]
    [InlineData("/admin/", "admin")]
    public async Task Each_page_has_its_address(string address, string page)
    {
        using var answer = await pages.Client.GetAsync(address, TestContext.Current.CancellationToken);

        Assert.Equal(page, await answer.Content.ReadAsStringAsync(TestContext.Current.CancellationToken));
        Assert.Equal("text/html; charset=utf-8", answer.Content.Headers.ContentType?.ToString());
    }

    [Fact]
    public async Task A_page_is_asked_for_anew_and_a_file_with_a_name_of_its_own_is_kept()
    {
        using var page = await pages.Client.GetAsync("/p/k7f3q2xm", TestContext.Current.CancellationToken);
        using var again = new HttpRequestMessage(HttpMethod.Get, "/p/k7f3q2xm") { Headers = { IfNoneMatch = { page.Headers.ETag! } } };
        using var same = await pages.Client.SendAsync(again, TestContext.Current.CancellationToken);
        using var script = await pages.Client.GetAsync("/assets/voter-abc.js", TestContext.Current.CancellationToken);

        Assert.True(page.Headers.CacheControl?.NoCache);
        Assert.Equal(HttpStatusCode.NotModified, same.StatusCode);
        Assert.Equal("public, max-age=31536000, immutable", script.Headers.GetValues("Cache-Control").Single());
    }

    [Theory]
    [InlineData("gzip", "gzip")]
    [InlineData("br, gzip;q=0.5", "gzip")]
    [InlineData("gzip;q=0", null)]
    [InlineData("identity", null)]
    public async Task A_script_comes_compressed_where_that_is_accepted_and_there(string accepted, string? encoding)
    {
        using var request = new HttpRequestMessage(HttpMethod.Get, "/assets/voter-abc.js");
        request.Headers.TryAddWithoutValidation("Accept-Encoding", accepted);

        using var answer = await pages.Client.SendAsync(request, TestContext.Current.CancellationToken);

        Assert.Equal(encoding, answer.Content.Headers.ContentEncoding.SingleOrDefault());
        Assert.Equal("Accept-Encoding", answer.Headers.Vary.Single());
        Assert.Equal("text/javascript; charset=utf-8", answer.Content.Headers.ContentType?.ToString());
        await using var body = await answer.Content.ReadAsStreamAsync(TestContext.Current.CancellationToken);
        using var text = new StreamReader(encoding is null ? body : new GZipStream(body, CompressionMode.Decompress));
        Assert.Equal(BuiltPages.Script, await text.ReadToEndAsync(TestContext.Current.CancellationToken));
    }

    [Theory]
    [InlineData("/../secret.txt")]
    [InlineData("/%2e%2e/secret.txt")]
    [InlineData("/..%2fsecret.txt")]
    [InlineData("/assets/..%2f..%2fsecret.txt")]
    [InlineData("/assets/..\\..\\secret.txt")]
    [InlineData("/p/..%2f..%2f..%2fsecret.txt")]
    [InlineData("//secret.txt")]
    public async Task What_is_beside_the_pages_stays_there(string path)
    {
        using var client = new TcpClient();
        await client.ConnectAsync(pages.Client.BaseAddress!.Host, pages.Client.BaseAddress.Port, TestContext.Current.CancellationToken);
        await using var stream = client.GetStream();
        await stream.WriteAsync(Encoding.ASCII.GetBytes($"GET {path} HTTP/1.1\r\nHost: localhost\r\nConnection: close\r\n\r\n"), TestContext.Current.CancellationToken);
        using var reader = new StreamReader(stream);
        var answer = await reader.ReadToEndAsync(TestContext.Current.CancellationToken);

        Assert.StartsWith("HTTP/1.1 ", answer, StringComparison.Ordinal);
        Assert.DoesNotContain("\r\n\r\nsecret", answer, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("POST", "/p/k7f3q2xm")]
    [InlineData("GET", "/nothing")]
    [InlineData("GET", "/p/k7f3q2xm/more")]
    public async Task What_is_no_page_is_not_found(string method, string path)
    {
        using var request = new HttpRequestMessage(new HttpMethod(method), path);
        using var answer = await pages.Client.SendAsync(request, TestContext.Current.CancellationToken);
        Assert.Equal(HttpStatusCode.NotFound, answer.StatusCode);
    }

    [Fact]
    public async Task Pages_have_the_headers_that_they_have_in_Azure_but_for_where_they_connect()
    {
        using var answer = await pages.Client.GetAsync("/p/k7f3q2xm", TestContext.Current.CancellationToken);

        // Nothing else is safe over plain HTTP, and nothing else is Azure's alone.
        foreach (var (name, value) in HeadersInAzure().Where(header => header.Key != "Strict-Transport-Security"))
            Assert.Equal(WithoutConnections(value), WithoutConnections(answer.Headers.GetValues(name).Single()));
        var policy = answer.Headers.GetValues("Content-Security-Policy").Single();
        Assert.Contains("connect-src 'self';", policy, StringComparison.Ordinal);
        Assert.DoesNotContain("unsafe", policy, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Where_people_sign_in_with_a_directory_the_pages_may_ask_it_for_tokens()
    {
        await using var signingIn = await BuiltPages.StartAsync(pages.Folder, ("Entra:Authority", "https://login.example.org/tenant/v2.0"));
        using var answer = await signingIn.Client.GetAsync("/", TestContext.Current.CancellationToken);
        Assert.Contains("connect-src 'self' https://login.example.org;", answer.Headers.GetValues("Content-Security-Policy").Single(), StringComparison.Ordinal);
    }

    [Fact]
    public async Task Without_pages_their_addresses_say_how_to_build_them_and_the_functions_run()
    {
        await using var alone = await BuiltPages.StartAsync(Path.Combine(pages.Folder, "not-there"));

        using var page = await alone.Client.GetAsync("/p/k7f3q2xm", TestContext.Current.CancellationToken);
        using var function = await alone.Client.GetAsync("/api/optional/7", TestContext.Current.CancellationToken);

        Assert.Equal(HttpStatusCode.NotFound, page.StatusCode);
        Assert.Contains("npm run build", await page.Content.ReadAsStringAsync(TestContext.Current.CancellationToken), StringComparison.Ordinal);
        Assert.Equal(HttpStatusCode.OK, function.StatusCode);
    }

    private static Dictionary<string, string> HeadersInAzure()
    {
        var top = new DirectoryInfo(AppContext.BaseDirectory);
        while (!File.Exists(Path.Combine(top.FullName, "azure.yaml")))
            top = top.Parent!;
        using var configuration = JsonDocument.Parse(File.ReadAllText(Path.Combine(top.FullName, "web/staticwebapp.config.json")));
        return configuration.RootElement.GetProperty("globalHeaders").EnumerateObject().ToDictionary(header => header.Name, header => header.Value.GetString()!);
    }

    private static string WithoutConnections(string header) => string.Join(';', header.Split(';').Where(part => !part.TrimStart().StartsWith("connect-src", StringComparison.Ordinal)));
}

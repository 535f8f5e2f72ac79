using LiveTally.Tests.Contract.Driving;
using LiveTally.Tests.EndToEnd;

namespace LiveTally.Tests.Contract;

/// <summary>Requests that break HTTP's own rules. The web server refuses them before they are a call, so there is nobody to write a problem.</summary>
public sealed class BrokenHttp(Server server)
{
    public static TheoryData<string, string, int> Requests => new()
    {
        { "a line that is none", "nonsense\r\n\r\n", 400 },
        { "no host", "GET /api/health/live HTTP/1.1\r\n\r\n", 400 },
        { "two hosts", "GET /api/health/live HTTP/1.1\r\nHost: a\r\nHost: b\r\n\r\n", 400 },
        { "a header without a name", "GET /api/health/live HTTP/1.1\r\nHost: a\r\n: x\r\n\r\n", 400 },
        { "a header that goes on in the next line", "GET /api/health/live HTTP/1.1\r\nHost: a\r\nX-A: b\r\n c\r\n\r\n", 400 },
        { "a length that is no number", "POST /api/polls HTTP/1.1\r\nHost: a\r\nContent-Length: ten\r\n\r\n", 400 },
        { "a length below nought", "POST /api/polls HTTP/1.1\r\nHost: a\r\nContent-Length: -1\r\n\r\n", 400 },
        { "two lengths", "POST /api/polls HTTP/1.1\r\nHost: a\r\nContent-Length: 1\r\nContent-Length: 2\r\n\r\n", 400 },
        { "a coding that is not chunked at its end", "POST /api/polls HTTP/1.1\r\nHost: a\r\nTransfer-Encoding: chunked, gzip\r\n\r\n", 400 },
        { "nought in the path", "GET /api/%00 HTTP/1.1\r\nHost: a\r\n\r\n", 400 },
        { "another version", "GET /api/health/live HTTP/3.7\r\nHost: a\r\n\r\n", 505 },
        { "a long address", $"GET /api/{new string('a', 9_000)} HTTP/1.1\r\nHost: a\r\n\r\n", 414 },
        { "long headers", $"GET /api/health/live HTTP/1.1\r\nHost: a\r\nX-A: {new string('a', 40_000)}\r\n\r\n", 431 },
        { "many headers", $"GET /api/health/live HTTP/1.1\r\nHost: a\r\n{string.Concat(Enumerable.Range(0, 200).Select(i => $"X-{i}: a\r\n"))}\r\n", 431 },
    };

    [Theory, MemberData(nameof(Requests))]
    public async Task Is_refused_without_a_body_and_with_its_connection(string what, string request, int status)
    {
        Assert.NotEmpty(what);
        var answer = await AnswerAsync(request);

        Assert.StartsWith($"HTTP/1.1 {status} ", answer, StringComparison.Ordinal);
        Assert.Contains("\r\nContent-Length: 0\r\n", answer, StringComparison.Ordinal);
        Assert.Contains("\r\nConnection: close\r\n", answer, StringComparison.Ordinal);
        Assert.EndsWith("\r\n\r\n", answer, StringComparison.Ordinal);
        Assert.DoesNotContain("\r\nServer: ", answer, StringComparison.OrdinalIgnoreCase);
    }

    [Theory]
    [InlineData("100-continue")]
    [InlineData("tea")]
    public async Task An_expectation_does_not_keep_an_answer_back(string expectation)
    {
        // Refused before its body is asked for.
        var answer = await AnswerAsync($"POST /api/polls HTTP/1.1\r\nHost: a\r\nConnection: close\r\nExpect: {expectation}\r\nContent-Length: 2\r\n\r\n{{}}");

        Assert.StartsWith("HTTP/1.1 401 ", answer, StringComparison.Ordinal);
        Assert.Contains("adminRequired", answer, StringComparison.Ordinal);
    }

    private async Task<string> AnswerAsync(string request)
    {
        using var raw = new RawRequest(server.Process.Address);
        await raw.SendAsync(request);
        return await raw.AnswerAsync();
    }
}

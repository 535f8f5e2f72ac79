using System.Net;
using System.Net.Http.Headers;
using System.Text;

namespace LiveTally.Tests.EndToEnd;

public sealed class BadInputIsRefused(Running running) : IClassFixture<Running>
{
    private static readonly string[] Options = ["a", "b", "c"];
    private readonly Client _client = running.Client;

    public static TheoryData<string, HttpStatusCode, string> Bodies => new()
    {
        { "{\"choices\":[0}", HttpStatusCode.BadRequest, "malformedJson" },
        { "", HttpStatusCode.BadRequest, "malformedJson" },
        { "null", HttpStatusCode.BadRequest, "malformedJson" },
        { "[0]", HttpStatusCode.BadRequest, "malformedJson" },
        { "{\"choices\":[0]}{}", HttpStatusCode.BadRequest, "malformedJson" },
        { "{\"choices\":[0],\"weight\":2}", HttpStatusCode.BadRequest, "malformedJson" },
        { "{\"choices\":[0],\"choices\":[1]}", HttpStatusCode.BadRequest, "malformedJson" },
        { "{}", HttpStatusCode.BadRequest, "malformedJson" },
        { "{\"choices\":null}", HttpStatusCode.BadRequest, "malformedJson" },
        { "{\"choices\":[\"0\"]}", HttpStatusCode.BadRequest, "malformedJson" },
        { "{\"choices\":[0.5]}", HttpStatusCode.BadRequest, "malformedJson" },
        { "{\"choices\":[[[[[[[[[[0]]]]]]]]]]}", HttpStatusCode.BadRequest, "malformedJson" },
        { "{\"choices\":[3]}", HttpStatusCode.BadRequest, "invalidChoice" },
        { "{\"choices\":[-1]}", HttpStatusCode.BadRequest, "invalidChoice" },
        { "{\"choices\":[256]}", HttpStatusCode.BadRequest, "invalidChoice" },
        { "{\"choices\":[]}", HttpStatusCode.BadRequest, "invalidChoice" },
        { "{\"choices\":[1,1]}", HttpStatusCode.BadRequest, "invalidChoice" },
        { "{\"choices\":[0,1,2]}", HttpStatusCode.BadRequest, "invalidChoice" },
        { "{\"choices\":[0],\"voterId\":\"u-1\"}", HttpStatusCode.Unauthorized, "adminRequired" },
        { "{\"choices\":[0" + new string(' ', 9_000) + "]}", HttpStatusCode.RequestEntityTooLarge, "bodyTooLarge" },
    };

    [Theory, MemberData(nameof(Bodies))]
    public async Task A_vote_with_a_bad_body(string body, HttpStatusCode status, string code)
    {
        var poll = await _client.OpenPollAsync(new { question = "Which?", kind = "multiple", options = Options, maxChoices = 2 });
        var token = await _client.TokenAsync(poll);

        await RefusesAsync(poll, status, code, HttpMethod.Post, "votes", Content(body), token);
    }

    [Fact]
    public async Task A_large_body_that_does_not_say_its_length()
    {
        var poll = await _client.OpenPollAsync();
        var body = new StreamContent(new UnknownLength(Encoding.UTF8.GetBytes(new string(' ', 1_000_000))));
        body.Headers.ContentType = new MediaTypeHeaderValue("application/json");

        await RefusesAsync(poll, HttpStatusCode.RequestEntityTooLarge, "bodyTooLarge", HttpMethod.Post, "votes", body, await _client.TokenAsync(poll));
    }

    [Fact]
    public async Task A_body_that_is_not_JSON_by_its_own_word()
    {
        var poll = await _client.OpenPollAsync();

        await RefusesAsync(poll, HttpStatusCode.UnsupportedMediaType, "unsupportedMediaType", HttpMethod.Post, "votes", new StringContent("{\"choices\":[0]}"), await _client.TokenAsync(poll));
    }

    [Fact]
    public async Task A_vote_without_a_token_or_with_one_that_does_not_hold()
    {
        var (poll, other) = (await _client.OpenPollAsync(), await _client.OpenPollAsync());
        var token = await _client.TokenAsync(poll);

        await RefusesAsync(poll, HttpStatusCode.Unauthorized, "voterTokenRequired", HttpMethod.Post, "votes", Content("{\"choices\":[0]}"), null);
        foreach (var bad in new[] { "nonsense", token[..^1], token + "A", await _client.TokenAsync(other), "eyJhbGciOiJub25lIn0.e30." })
            await RefusesAsync(poll, HttpStatusCode.Unauthorized, "invalidVoterToken", HttpMethod.Post, "votes", Content("{\"choices\":[0]}"), bad);
    }

    [Theory]
    [InlineData("aaaaaaaa")]
    [InlineData("AAAAAAAA")]
    [InlineData("short")]
    [InlineData("..%2F..%2Fx")]
    public async Task An_unknown_poll(string poll)
    {
        foreach (var answer in new[]
        {
            await _client.GetAsync($"polls/{poll}"),
            await _client.GetAsync($"polls/{poll}/results"),
            await _client.VoteAsync(poll, "token", [0]),
            await _client.SendAsync(HttpMethod.Post, $"polls/{poll}/voters", new { }),
            await _client.SendAsync(HttpMethod.Post, $"polls/{poll}/viewers", new { connectionId = "x" }),
            await _client.SendAsync(HttpMethod.Post, $"polls/{poll}/open", asAdmin: true),
        })
        {
            Assert.Equal((HttpStatusCode.NotFound, "pollNotFound", "application/problem+json"), (answer.Status, answer.Code, answer.MediaType));
        }
    }

    [Theory]
    [InlineData("not-a-uuid", false)]
    [InlineData("9b2f1c1e-94a5-4c0a-8b1e-0d2f1c1e94a5", true)]
    [InlineData("ffffffff-ffff-7fff-bfff-ffffffffffff", true)]
    public async Task A_key_that_cannot_name_a_vote(string key, bool allowChange)
    {
        var poll = await _client.OpenPollAsync(new { question = "Which?", options = Options, allowChange });

        var answer = await _client.VoteAsync(poll, await _client.TokenAsync(poll), [0], key);

        Assert.Equal((HttpStatusCode.BadRequest, "invalidIdempotencyKey"), (answer.Status, answer.Code));
    }

    [Fact]
    public async Task An_admin_call_without_the_key_or_with_another()
    {
        var poll = await _client.OpenPollAsync();
        using var stranger = new Client(running.Process.Address, "not-" + running.Process.AdminKey);

        foreach (var client in new[] { _client, stranger })
        {
            var asAdmin = client == stranger;
            foreach (var answer in new[]
            {
                await client.SendAsync(HttpMethod.Post, "polls", new { question = "?", options = Options }, asAdmin: asAdmin),
                await client.SendAsync(HttpMethod.Post, $"polls/{poll}/close", asAdmin: asAdmin),
                await client.GetAsync("polls", asAdmin: asAdmin),
            })
            {
                Assert.Equal((HttpStatusCode.Unauthorized, "adminRequired"), (answer.Status, answer.Code));
            }
        }

        Assert.Equal("open", (await _client.GetAsync($"polls/{poll}", asAdmin: true)).Json.GetProperty("state").GetString());
    }

    [Fact]
    public async Task A_poll_that_breaks_rules_is_told_which()
    {
        var answer = await _client.SendAsync(HttpMethod.Post, "polls", new { question = "", options = new[] { "a" }, kind = "multiple", maxChoices = 9, expectedVoters = 0 }, asAdmin: true);

        Assert.Equal((HttpStatusCode.BadRequest, "invalidPoll"), (answer.Status, answer.Code));
        Assert.Equal(["expectedVoters", "maxChoices", "options", "question"], answer.Json.GetProperty("errors").EnumerateObject().Select(error => error.Name).Order(StringComparer.Ordinal));
        Assert.Equal(["type", "title", "status", "detail", "code", "errors"], answer.Json.EnumerateObject().Select(field => field.Name));
    }

    [Theory]
    [InlineData("state=nonsense")]
    [InlineData("state=1")]
    [InlineData("continuation=%21")]
    [InlineData("continuation=bm9uc2Vuc2U")]
    public async Task A_list_that_cannot_be_understood(string query)
    {
        var answer = await _client.GetAsync("polls?" + query, asAdmin: true);

        Assert.Equal((HttpStatusCode.BadRequest, "invalidQuery"), (answer.Status, answer.Code));
    }

    [Fact]
    public async Task A_connection_id_that_is_none()
    {
        var poll = await _client.OpenPollAsync();

        var answer = await _client.SendAsync(HttpMethod.Post, $"polls/{poll}/viewers", new { connectionId = "not one" });

        Assert.Equal((HttpStatusCode.BadRequest, "invalidConnection"), (answer.Status, answer.Code));
    }

    [Theory]
    [InlineData("kind")]
    [InlineData("voters")]
    [InlineData("results")]
    public async Task A_number_where_a_word_belongs(string field)
    {
        var answer = await _client.SendAsync(HttpMethod.Post, "polls", Content($$"""{"question":"?","options":["a","b"],"{{field}}":1}"""), asAdmin: true);

        Assert.Equal((HttpStatusCode.BadRequest, "malformedJson"), (answer.Status, answer.Code));
        Assert.Equal([field], answer.Json.GetProperty("errors").EnumerateObject().Select(error => error.Name));
    }

    [Fact]
    public async Task A_request_that_breaks_HTTP()
    {
        using var raw = new RawRequest(running.Process.Address);
        await raw.SendAsync("POST /api/polls/aaaaaaaa/votes HTTP/1.1\r\nHost: x\r\nContent-Type: application/json\r\nTransfer-Encoding: chunked\r\n\r\n");
        await raw.SendAsync("zz\r\n");

        Assert.StartsWith("HTTP/1.1 400 ", await raw.AnswerAsync(), StringComparison.Ordinal);
    }

    /// <summary>The call is refused so, and of it and a good vote after it only the good one counts.</summary>
    private async Task RefusesAsync(string poll, HttpStatusCode status, string code, HttpMethod method, string path, HttpContent body, string? token)
    {
        var before = (await _client.GetAsync($"polls/{poll}/results")).Json;
        var answer = await _client.SendAsync(method, $"polls/{poll}/{path}", body, token);
        Assert.Equal((status, code, "application/problem+json"), (answer.Status, answer.Code, answer.MediaType));
        Assert.Equal((int)status, answer.Json.GetProperty("status").GetInt32());

        await _client.VoteAsync(poll, await _client.TokenAsync(poll), [1]);
        await _client.ResultsAsync(poll, results => results.Ballots() > before.Ballots());
        var after = await _client.SettledResultsAsync(poll);
        Assert.Equal((before.Ballots() + 1, before.Counts()[0]), (after.Ballots(), after.Counts()[0]));
    }

    private static StringContent Content(string body) => new(body, Encoding.UTF8, "application/json");

    private sealed class UnknownLength(byte[] bytes) : MemoryStream(bytes)
    {
        public override bool CanSeek => false;
    }
}

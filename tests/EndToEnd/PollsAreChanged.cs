using System.Net;
using System.Text;

namespace LiveTally.Tests.EndToEnd;

public sealed class PollsAreChanged(Running running) : IClassFixture<Running>
{
    private static readonly string[] Options = ["a", "b", "c"];
    private readonly Client _client = running.Client;

    [Fact]
    public async Task A_draft_is_changed_under_its_ETag_and_the_answer_has_the_next_one()
    {
        var poll = await _client.CreatePollAsync();
        var first = await _client.GetAsync($"polls/{poll}", asAdmin: true);

        var changed = await ChangeAsync(poll, """{"question":"Tea or coffee?","options":["Tea","Coffee"],"expectedVoters":100000}""", first.ETag);
        var again = await ChangeAsync(poll, """{"kind":"multiple"}""", changed.ETag);
        var now = await _client.GetAsync($"polls/{poll}", asAdmin: true);

        Assert.Equal((HttpStatusCode.OK, HttpStatusCode.OK), (changed.Status, again.Status));
        Assert.Equal((now.Text, now.ETag), (again.Text, again.ETag));
        Assert.Equal(("Tea or coffee?", "multiple", 2, 64), (now.Json.Text("question"), now.Json.Text("kind"), now.Json.GetProperty("maxChoices").GetInt32(), now.Json.GetProperty("boxes").GetInt32()));
    }

    [Fact]
    public async Task A_change_that_changes_nothing_keeps_the_ETag()
    {
        var poll = await _client.CreatePollAsync();
        var first = await _client.GetAsync($"polls/{poll}", asAdmin: true);

        foreach (var nothing in new[] { "{}", """{"question":" Tabs or spaces? "}""" })
        {
            var answer = await ChangeAsync(poll, nothing, first.ETag);
            Assert.Equal((HttpStatusCode.OK, first.ETag, first.Text), (answer.Status, answer.ETag, answer.Text));
        }
    }

    [Fact]
    public async Task Votes_count_by_the_rules_that_the_draft_had_last()
    {
        var poll = await _client.CreatePollAsync();
        Assert.Equal(HttpStatusCode.NotFound, (await _client.GetAsync($"polls/{poll}")).Status);
        await ChangeAsync(poll, """{"options":["a","b","c"],"kind":"ranking","expectedVoters":5}""", "*");
        await _client.SendAsync(HttpMethod.Post, $"polls/{poll}/open", asAdmin: true);

        await _client.VoteAsync(poll, await _client.TokenAsync(poll), [2, 0]);

        Assert.Equal([2, 0, 3], (await _client.ResultsAsync(poll, results => results.Ballots() == 1)).Counts());
    }

    [Fact]
    public async Task Of_two_changes_of_the_same_version_one_is_refused()
    {
        var poll = await _client.CreatePollAsync();
        var etag = (await _client.GetAsync($"polls/{poll}", asAdmin: true)).ETag;

        var answers = await Task.WhenAll(Enumerable.Range(0, 8).Select(i => ChangeAsync(poll, $$"""{"question":"Number {{i}}?"}""", etag)));

        Assert.Single(answers, answer => answer.Status == HttpStatusCode.OK);
        Assert.Equal(7, answers.Count(answer => answer.Status == HttpStatusCode.PreconditionFailed && answer.Code == "preconditionFailed"));
    }

    [Fact]
    public async Task The_end_of_an_open_poll_is_moved_and_every_screen_sees_it()
    {
        var poll = await _client.OpenPollAsync(new { question = "When?", options = Options, closesAt = TimeProvider.System.GetUtcNow().AddHours(1) });
        await using var screen = await Screen.WatchAsync(running.Process, _client, poll);
        var closesAt = TimeProvider.System.GetUtcNow().AddHours(5);

        // The public answer, a moment old, has the ETag that counts too.
        var moved = await ChangeAsync(poll, $$"""{"closesAt":"{{closesAt:O}}"}""", (await _client.GetAsync($"polls/{poll}")).ETag);

        Assert.Equal((HttpStatusCode.OK, closesAt), (moved.Status, moved.Json.GetProperty("closesAt").GetDateTimeOffset()));
        await screen.SeesPollAsync(seen => seen.GetProperty("closesAt").GetDateTimeOffset() == closesAt);
        Assert.Equal("null", (await ChangeAsync(poll, """{"closesAt":null}""", moved.ETag)).Json.GetProperty("closesAt").GetRawText());
    }

    [Fact]
    public async Task A_poll_whose_end_is_moved_closer_closes_then()
    {
        var poll = await _client.OpenPollAsync();
        var closesAt = TimeProvider.System.GetUtcNow().AddSeconds(4);
        Assert.Equal(HttpStatusCode.OK, (await ChangeAsync(poll, $$"""{"closesAt":"{{closesAt:O}}"}""", "*")).Status);

        while ((await _client.GetAsync($"polls/{poll}")).Json.Text("state") == "open")
            await Task.Delay(50, TestContext.Current.CancellationToken);

        Assert.InRange(TimeProvider.System.GetUtcNow(), closesAt, closesAt.AddSeconds(10));
    }

    public static TheoryData<string, string?, HttpStatusCode, string> Refusals => new()
    {
        { """{"question":"?"}""", null, HttpStatusCode.PreconditionRequired, "preconditionRequired" },
        { """{"question":"?"}""", "\"other\"", HttpStatusCode.PreconditionFailed, "preconditionFailed" },
        { """{"question":""}""", "*", HttpStatusCode.BadRequest, "invalidPoll" },
        { """{"question":null}""", "*", HttpStatusCode.BadRequest, "malformedJson" },
        { """{"question":"?","question":"!"}""", "*", HttpStatusCode.BadRequest, "malformedJson" },
        { """{"question":"\ud800"}""", "*", HttpStatusCode.BadRequest, "malformedJson" },
        { """{"\ud800":1}""", "*", HttpStatusCode.BadRequest, "malformedJson" },
        { """{"state":"open"}""", "*", HttpStatusCode.BadRequest, "malformedJson" },
        { """{"options":[[[[[[[[["a"]]]]]]]]]}""", "*", HttpStatusCode.BadRequest, "malformedJson" },
        { """["question"]""", "*", HttpStatusCode.BadRequest, "malformedJson" },
        { "null", "*", HttpStatusCode.BadRequest, "malformedJson" },
    };

    [Theory, MemberData(nameof(Refusals))]
    public async Task A_change_that_is_refused_changes_nothing(string patch, string? ifMatch, HttpStatusCode status, string code)
    {
        var poll = await _client.CreatePollAsync();
        var before = await _client.GetAsync($"polls/{poll}", asAdmin: true);

        var answer = await ChangeAsync(poll, patch, ifMatch);

        Assert.Equal((status, code, "application/problem+json"), (answer.Status, answer.Code, answer.MediaType));
        Assert.Equal(before.ETag, (await _client.GetAsync($"polls/{poll}", asAdmin: true)).ETag);
    }

    [Fact]
    public async Task What_is_fixed_unknown_or_not_an_admins_is_refused()
    {
        var poll = await _client.OpenPollAsync();

        var open = await ChangeAsync(poll, """{"question":"?"}""", "*");
        var unknown = await ChangeAsync("aaaaaaaa", "{}", "*");
        var stranger = await _client.SendAsync(HttpMethod.Patch, $"polls/{poll}", Content("{}"), headers: ("If-Match", "*"));
        await _client.SendAsync(HttpMethod.Post, $"polls/{poll}/close", asAdmin: true);
        var closed = await ChangeAsync(poll, """{"closesAt":null}""", "*");

        Assert.Equal((HttpStatusCode.Conflict, "pollNotEditable"), (open.Status, open.Code));
        Assert.Equal(["question"], open.Json.GetProperty("errors").EnumerateObject().Select(error => error.Name));
        Assert.Equal((HttpStatusCode.NotFound, "pollNotFound"), (unknown.Status, unknown.Code));
        Assert.Equal((HttpStatusCode.Unauthorized, "adminRequired"), (stranger.Status, stranger.Code));
        Assert.Equal((HttpStatusCode.Conflict, "pollNotEditable"), (closed.Status, closed.Code));
    }

    [Theory]
    [InlineData("application/merge-patch+json", HttpStatusCode.OK)]
    [InlineData("application/json; charset=\"UTF-8\"", HttpStatusCode.OK)]
    [InlineData("application/json; charset=iso-8859-1", HttpStatusCode.UnsupportedMediaType)]
    [InlineData("application/json-patch+json", HttpStatusCode.UnsupportedMediaType)]
    [InlineData("text/plain", HttpStatusCode.UnsupportedMediaType)]
    public async Task The_body_is_JSON_in_UTF8_and_says_so(string contentType, HttpStatusCode status)
    {
        var poll = await _client.CreatePollAsync();
        var body = Content("{}");
        body.Headers.Remove("Content-Type");
        body.Headers.TryAddWithoutValidation("Content-Type", contentType);

        Assert.Equal(status, (await _client.SendAsync(HttpMethod.Patch, $"polls/{poll}", body, asAdmin: true, headers: ("If-Match", "*"))).Status);
    }

    [Fact]
    public async Task Text_is_data_and_comes_back_harmless()
    {
        const string Markup = "<img src=x onerror=alert(1)>";
        var poll = await _client.OpenPollAsync(new { question = Markup, options = new[] { "a", "&amp;" } });

        var answer = await _client.GetAsync($"polls/{poll}");

        Assert.Equal((Markup, "application/json"), (answer.Json.Text("question"), answer.MediaType));
        Assert.DoesNotContain("<", answer.Text, StringComparison.Ordinal);
        Assert.DoesNotContain("&", answer.Text, StringComparison.Ordinal);
    }

    private Task<Answer> ChangeAsync(string poll, string patch, string? ifMatch) =>
        _client.SendAsync(HttpMethod.Patch, $"polls/{poll}", Content(patch), null, true, ifMatch is null ? [] : [("If-Match", ifMatch)]);

    private static StringContent Content(string body) => new(body, Encoding.UTF8, "application/json");
}

using System.Net;

namespace LiveTally.Tests.EndToEnd;

public sealed class ResultsAreExported(Running running) : IClassFixture<Running>
{
    private static readonly string[] Options = ["=1+1", "b"];
    private readonly Client _client = running.Client;

    [Fact]
    public async Task Results_come_as_a_table_to_keep()
    {
        var poll = await _client.OpenPollAsync(new { question = "Which?", options = Options });
        foreach (var choice in new[] { 0, 0, 0, 1 })
            await _client.VoteAsync(poll, await _client.TokenAsync(poll), [choice]);
        var results = await _client.ResultsAsync(poll, results => results.Ballots() == 4);

        var table = await _client.GetAsync($"polls/{poll}/results.csv");
        var again = await _client.SendAsync(HttpMethod.Get, $"polls/{poll}/results.csv", headers: ("If-None-Match", table.ETag!));

        Assert.Equal((HttpStatusCode.OK, "text/csv", $"\"{results.Version()}\""), (table.Status, table.MediaType, table.ETag));
        Assert.Equal("option,label,count,share\r\n0,\"'=1+1\",3,0.75\r\n1,\"b\",1,0.25\r\n", table.Text);
        Assert.Equal("public, max-age=1, stale-while-revalidate=10", table.CacheControl);
        Assert.Equal((HttpStatusCode.NotModified, ""), (again.Status, again.Text));
        using var raw = new HttpClient();
        using var response = await raw.GetAsync(new Uri(running.Process.Address, $"/api/polls/{poll}/results.csv"));
        Assert.Equal(("attachment", $"livetally-{poll}.csv"), (response.Content.Headers.ContentDisposition!.DispositionType, response.Content.Headers.ContentDisposition.FileName!.Trim('"')));
        Assert.Equal("utf-8", response.Content.Headers.ContentType!.CharSet);
    }

    [Fact]
    public async Task The_timeline_begins_at_the_opening_and_ends_at_what_the_results_are()
    {
        var poll = await _client.OpenPollAsync(new { question = "Which?", options = Options });
        for (var voter = 1; voter <= 5; voter++)
        {
            await _client.VoteAsync(poll, await _client.TokenAsync(poll), [voter % 2]);
            await Task.Delay(400, TestContext.Current.CancellationToken);
        }

        var results = await _client.ResultsAsync(poll, results => results.Ballots() == 5);
        var timeline = await _client.GetAsync($"polls/{poll}/timeline");
        var points = timeline.Json.GetProperty("points").EnumerateArray().ToArray();

        Assert.Equal((poll, $"\"{results.Version()}\""), (timeline.Json.Text("pollId"), timeline.ETag));
        Assert.Equal(["at", "ballots", "counts"], points[0].EnumerateObject().Select(field => field.Name));
        Assert.InRange(points.Length, 3, 5);
        Assert.InRange(points[0].Ballots(), 0, 1);
        Assert.All(points.Zip(points.Skip(1)), pair => Assert.True(pair.First.Ballots() < pair.Second.Ballots()));
        Assert.All(points, point => Assert.Equal(point.Ballots(), point.Counts().Sum()));
        Assert.Equal((results.Ballots(), results.GetProperty("asOf").GetDateTimeOffset()), (points[^1].Ballots(), points[^1].GetProperty("at").GetDateTimeOffset()));
    }

    [Fact]
    public async Task Of_a_poll_that_nobody_voted_in_both_are_there()
    {
        var poll = await _client.OpenPollAsync(new { question = "Which?", options = Options });

        Assert.EndsWith("1,\"b\",0,0\r\n", (await _client.GetAsync($"polls/{poll}/results.csv")).Text, StringComparison.Ordinal);
        Assert.InRange((await _client.GetAsync($"polls/{poll}/timeline")).Json.GetProperty("points").GetArrayLength(), 0, 1);
    }

    [Theory]
    [InlineData("results.csv")]
    [InlineData("timeline")]
    public async Task Whoever_may_not_see_the_results_sees_none_of_either(string path)
    {
        var afterVote = await _client.OpenPollAsync(new { question = "Which?", options = Options, results = "afterVote" });
        var afterClose = await _client.OpenPollAsync(new { question = "Which?", options = Options, results = "afterClose" });
        var draft = await _client.CreatePollAsync();

        Assert.Equal("voterTokenRequired", (await _client.GetAsync($"polls/{afterVote}/{path}")).Code);
        Assert.Equal("resultsHidden", (await _client.GetAsync($"polls/{afterVote}/{path}", await _client.TokenAsync(afterVote))).Code);
        Assert.Equal("resultsHidden", (await _client.GetAsync($"polls/{afterClose}/{path}")).Code);
        Assert.Equal("pollNotFound", (await _client.GetAsync($"polls/{draft}/{path}")).Code);
        var admin = await _client.GetAsync($"polls/{afterClose}/{path}", asAdmin: true);
        Assert.Equal((HttpStatusCode.OK, "private, no-store"), (admin.Status, admin.CacheControl?.Replace("no-store, private", "private, no-store", StringComparison.Ordinal)));
    }
}

using System.Net;
using Newtonsoft.Json.Linq;

namespace LiveTally.Tests.EndToEnd;

public sealed class PollsAreDeleted(Running running) : IClassFixture<Running>
{
    private static readonly string[] Options = ["a", "b"];
    private readonly Client _client = running.Client;

    [Fact]
    public async Task A_deleted_poll_is_gone_for_everybody_and_not_listed()
    {
        var poll = await _client.OpenPollAsync();
        var token = await _client.TokenAsync(poll);
        var vote = (await _client.VoteAsync(poll, token, [0])).Json;
        await _client.ResultsAsync(poll, results => results.Ballots() == 1);

        var deleted = await DeleteAsync(_client, poll);
        var again = await DeleteAsync(_client, poll);

        Assert.Equal((HttpStatusCode.NoContent, ""), (deleted.Status, deleted.Text));
        Assert.Equal((HttpStatusCode.NotFound, "pollNotFound"), (again.Status, again.Code));
        foreach (var answer in new[]
        {
            await _client.GetAsync($"polls/{poll}"),
            await _client.GetAsync($"polls/{poll}", asAdmin: true),
            await _client.GetAsync($"polls/{poll}/results"),
            await _client.GetAsync($"polls/{poll}/results.csv"),
            await _client.GetAsync($"polls/{poll}/timeline"),
            await _client.GetAsync($"polls/{poll}/journal", asAdmin: true),
            await _client.GetAsync($"polls/{poll}/votes/{vote.Text("voteId")}", token),
            await _client.VoteAsync(poll, token, [1]),
            await _client.SendAsync(HttpMethod.Post, $"polls/{poll}/voters", new { }),
            await _client.SendAsync(HttpMethod.Post, $"polls/{poll}/negotiate"),
            await _client.SendAsync(HttpMethod.Post, $"polls/{poll}/open", asAdmin: true),
            await _client.SendAsync(HttpMethod.Post, $"polls/{poll}/close", asAdmin: true),
            await _client.SendAsync(HttpMethod.Post, $"polls/{poll}/verify", asAdmin: true),
            await _client.SendAsync(HttpMethod.Patch, $"polls/{poll}", new { }, asAdmin: true, headers: ("If-Match", "*")),
        })
        {
            Assert.Equal((HttpStatusCode.NotFound, "pollNotFound"), (answer.Status, answer.Code));
        }

        var list = await _client.GetAsync("polls", asAdmin: true);
        Assert.DoesNotContain(poll, list.Text, StringComparison.Ordinal);
        Assert.Equal("invalidQuery", (await _client.GetAsync("polls?state=deleted", asAdmin: true)).Code);
    }

    [Fact]
    public async Task A_poll_that_has_changed_is_not_deleted_under_an_older_ETag()
    {
        var poll = await _client.CreatePollAsync();
        var etag = (await _client.GetAsync($"polls/{poll}", asAdmin: true)).ETag!;
        await _client.SendAsync(HttpMethod.Post, $"polls/{poll}/open", asAdmin: true);

        Assert.Equal("preconditionFailed", (await DeleteAsync(_client, poll, ("If-Match", etag))).Code);
        Assert.Equal(HttpStatusCode.NoContent, (await DeleteAsync(_client, poll, ("If-Match", (await _client.GetAsync($"polls/{poll}")).ETag!))).Status);
    }

    [Fact]
    public async Task Only_an_admin_deletes()
    {
        var poll = await _client.OpenPollAsync();

        var answer = await _client.SendAsync(HttpMethod.Delete, $"polls/{poll}", token: await _client.TokenAsync(poll));

        Assert.Equal((HttpStatusCode.Unauthorized, "adminRequired"), (answer.Status, answer.Code));
        Assert.Equal(HttpStatusCode.OK, (await _client.GetAsync($"polls/{poll}")).Status);
    }

    [Fact]
    public async Task Deleted_with_votes_in_flight_and_killed_in_the_middle_of_the_purge_nothing_is_left_and_nothing_is_parked()
    {
        await using var process = await LiveTallyProcess.StartAsync(null, ("LIVETALLY_PARTITIONS", "4"));
        using var client = new Client(process.Address, process.AdminKey);
        var poll = await client.OpenPollAsync(new { question = "Which?", options = Options, expectedVoters = 100_000 });
        var closing = await client.OpenPollAsync(new { question = "Closing?", options = Options, expectedVoters = 30_000 });
        var other = await client.OpenPollAsync();
        await client.SendAsync(HttpMethod.Post, $"polls/{closing}/close", asAdmin: true);

        var votes = VoteAsync(2_000);
        await client.ResultsAsync(poll, results => results.Ballots() >= 200);
        Assert.Equal(HttpStatusCode.NoContent, (await DeleteAsync(client, closing)).Status);
        Assert.Equal(HttpStatusCode.NoContent, (await DeleteAsync(client, poll)).Status);

        // The purge begins with the next second.
        await Task.Delay(1_100 - TimeProvider.System.GetUtcNow().Millisecond, TestContext.Current.CancellationToken);
        await process.KillAsync();
        await votes;

        // What the log still holds of the poll comes now, beside votes that an instance with an older cache could still have let in.
        await LogOnDisk.AppendAsync(process.Data, 4, 0, Enumerable.Range(0, 500).Select(voter => LogOnDisk.Vote(poll, voter % 64, voter, 0)));
        await process.StartAgainAsync();
        await client.VoteAsync(other, await client.TokenAsync(other), [1]);
        Assert.Equal([0, 1], (await client.ResultsAsync(other, results => results.Ballots() == 1)).Counts());
        Assert.Equal("pollNotFound", (await client.GetAsync($"polls/{poll}/results")).Code);
        Assert.Empty(await client.DeadLettersAsync());
        await using var database = await PurgedAsync(process, poll, closing);

        var tombstone = JObject.Parse((await database.ReadAsync("polls", poll)).Single().Value);
        Assert.Equal(("", "", 8 * 24 * 60 * 60), ((string?)tombstone["question"], (string?)tombstone["secret"], (int?)tombstone["ttl"]));
        Assert.Empty((JArray)tombstone["options"]!);
        foreach (var container in new[] { "boxes", "results" })
        {
            var left = (await database.ReadAsync(container, "")).Where(document => !document.Key.StartsWith(other, StringComparison.Ordinal)).ToArray();
            Assert.Equal(container == "boxes" ? 64 + 16 : 2, left.Length);
            Assert.All(left, document => Assert.True((bool?)JObject.Parse(document.Value)["deleted"] ?? false, document.Value));
        }

        Task VoteAsync(int voters) => Parallel.ForEachAsync(Enumerable.Range(0, voters), new ParallelOptions { MaxDegreeOfParallelism = 16 }, async (_, _) =>
        {
            try
            {
                var issued = await client.SendAsync(HttpMethod.Post, $"polls/{poll}/voters", new { });
                if (issued.Status == HttpStatusCode.Created)
                    await client.VoteAsync(poll, issued.Json.Text("token"), [0]);
            }
            catch (HttpRequestException)
            {
                // It was killed before it answered.
            }
        });
    }

    /// <summary>The database of the process, which is stopped as soon as nothing is left of the polls but tombstones.</summary>
    private static async Task<Database> PurgedAsync(LiveTallyProcess process, params string[] polls)
    {
        for (var again = 0; again < 10; again++)
        {
            await Task.Delay(TimeSpan.FromSeconds(2), TestContext.Current.CancellationToken);
            await process.StopAsync();
            var database = await Database.OpenAsync(process);
            var tombstones = await Task.WhenAll(polls.Select(poll => database.ReadAsync("polls", poll)));
            if (tombstones.All(found => found.Single().Value.Contains("\"purged\":true", StringComparison.Ordinal)))
                return database;

            await database.DisposeAsync();
            await process.StartAgainAsync();
        }

        throw new TimeoutException("The polls are not purged.");
    }

    private static Task<Answer> DeleteAsync(Client client, string poll, params (string Name, string Value)[] headers) =>
        client.SendAsync(HttpMethod.Delete, $"polls/{poll}", asAdmin: true, headers: headers);
}

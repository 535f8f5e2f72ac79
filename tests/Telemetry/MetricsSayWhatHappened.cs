using System.Net;
using LiveTally.Tests.EndToEnd;

namespace LiveTally.Tests.Telemetry;

[Collection(ObservedTests.Name)]
public sealed class MetricsSayWhatHappened(Observed observed)
{
    private const string Counted = "livetally_votes_counted_total";

    [Fact]
    public async Task Every_accepted_vote_is_counted_or_a_duplicate_and_takes_its_time()
    {
        var poll = await observed.OpenPollAsync();
        var tokens = await Task.WhenAll(Enumerable.Range(0, 20).Select(_ => observed.Client.TokenAsync(poll)));
        var before = await observed.MetricsAsync();

        await Task.WhenAll(tokens.Select(token => observed.Client.VoteAsync(poll, token, [0])));
        await observed.Client.VoteAsync(poll, tokens[0], [1]);
        await observed.Client.ResultsAsync(poll, results => results.Ballots() == 20);

        var grown = await GrownAsync(before, grown => grown("livetally_votes_duplicate_total") == 1 && grown("livetally_vote_push_duration_seconds_count") > 0);
        Assert.Equal((21, 20, 1), (grown("livetally_votes_accepted_total"), grown(Counted), grown("livetally_votes_duplicate_total")));
        Assert.Equal(21, grown("livetally_vote_commit_duration_seconds_count"));
        Assert.Equal(21, grown("livetally_vote_commit_duration_seconds_bucket{le=\"60\"}"));
        Assert.InRange(grown("livetally_vote_commit_duration_seconds_sum"), 0.001, 21 * 60);
        Assert.InRange(grown("livetally_vote_push_duration_seconds_sum"), 0.001, 60);
        Assert.Equal((21, 21, 21), (grown("livetally_append_size_sum"), grown("livetally_batch_size_sum"), grown("livetally_commit_size_sum")));
        Assert.InRange(grown("livetally_pushes_total{message=\"results\"}"), 1, 21);
    }

    [Fact]
    public async Task A_vote_that_is_delivered_again_is_not_counted_again()
    {
        var poll = await observed.OpenPollAsync();
        var tokens = await Task.WhenAll(Enumerable.Range(0, 3).Select(_ => observed.Client.TokenAsync(poll)));
        await observed.Client.VoteAsync(poll, tokens[0], [0]);
        await observed.Client.ResultsAsync(poll, results => results.Ballots() == 1);
        var before = await observed.MetricsAsync();

        await observed.UseFaultsAsync("""{ "kind": "trigger.redeliver", "amount": 2, "times": 1 }""");
        await observed.Client.VoteAsync(poll, tokens[1], [0]);
        await observed.Client.ResultsAsync(poll, results => results.Ballots() == 2);
        await observed.Client.VoteAsync(poll, tokens[2], [0]);
        await observed.Client.ResultsAsync(poll, results => results.Ballots() == 3);

        var grown = await GrownAsync(before, grown => grown("livetally_batch_size_sum") > 2);
        Assert.Contains("\"trigger.redeliver\":1", await observed.FaultsAsync(), StringComparison.Ordinal);
        Assert.Equal((2, 2, 2), (grown("livetally_votes_accepted_total"), grown(Counted), grown("livetally_commit_size_sum")));
        Assert.Equal(0, grown("livetally_votes_duplicate_total"));
    }

    [Fact]
    public async Task A_commit_that_another_owner_was_faster_than_is_a_conflict()
    {
        var poll = await observed.OpenPollAsync();
        await observed.Client.VoteAsync(poll, await observed.Client.TokenAsync(poll), [0]);
        await observed.Client.ResultsAsync(poll, results => results.Ballots() == 1);
        var before = await observed.MetricsAsync();

        await observed.UseFaultsAsync("""{ "kind": "cosmos.staleOwner", "on": "boxes", "times": 1 }""");
        await observed.Client.VoteAsync(poll, await observed.Client.TokenAsync(poll), [0]);
        await observed.Client.ResultsAsync(poll, results => results.Ballots() == 2);

        var grown = await GrownAsync(before, grown => grown(Counted) == 1);
        Assert.Equal((1, 1), (grown("livetally_commit_conflicts_total"), grown(Counted)));
    }

    [Fact]
    public async Task What_storage_charges_is_told_by_container_and_operation()
    {
        var poll = await observed.OpenPollAsync();
        var before = await observed.MetricsAsync();

        await observed.Client.VoteAsync(poll, await observed.Client.TokenAsync(poll), [0]);
        await observed.Client.ResultsAsync(poll, results => results.Ballots() == 1);

        var grown = await GrownAsync(before, grown => grown(Charge("boxes", "execute_batch")) > 0);
        Assert.Equal(1, grown(Charge("boxes", "execute_batch", "count")));
        Assert.InRange(grown(Charge("boxes", "execute_batch")), 5, 100);
        Assert.InRange(grown(Charge("results", "read_item")), 1, 100);
        Assert.InRange(grown(Charge("results", "execute_batch")), 1, 100);
        var metrics = await observed.MetricsAsync();
        Assert.True(metrics[Charge("polls", "query_items")] > 0);
        Assert.DoesNotContain(metrics.Keys, name => name.Contains("request_charge", StringComparison.Ordinal) && name.Contains("operation=\"other\"", StringComparison.Ordinal));
    }

    [Fact]
    public async Task What_voting_codes_cost_is_told_too_and_no_document_is_in_another_container()
    {
        var poll = await observed.Client.OpenPollAsync(new { question = "Which?", options = new[] { "a", "b" }, voters = "codes" });
        var before = await observed.MetricsAsync();

        var made = await observed.Client.SendAsync(HttpMethod.Post, $"polls/{poll}/codes", new { count = 1 }, asAdmin: true);
        var code = made.Json.GetProperty("codes")[0].GetString();
        Assert.Equal(HttpStatusCode.Created, (await observed.Client.SendAsync(HttpMethod.Post, $"polls/{poll}/voters", new { code })).Status);

        var after = await observed.MetricsAsync();
        double Grown(string name) => after.GetValueOrDefault(name) - before.GetValueOrDefault(name);
        Assert.InRange(Grown(Charge("codes", "read_item")), 1, 100);
        // The lot, and the use of a code.
        Assert.InRange(Grown(Charge("codes", "execute_batch")), 1, 200);
        Assert.Equal(2, Grown(Charge("codes", "execute_batch", "count")));
        Assert.All(after.Keys.Where(name => name.Contains("container=\"other\"", StringComparison.Ordinal)), name => Assert.Equal(0, Grown(name)));
    }

    [Fact]
    public async Task Storage_that_throttles_for_longer_than_the_SDK_tries_is_told()
    {
        var before = await observed.MetricsAsync();

        // The timers read polls too.
        await observed.UseFaultsAsync("""{ "kind": "cosmos.throttle", "on": "polls", "times": 40, "amount": 1 }""");
        var status = HttpStatusCode.OK;
        for (var tries = 0; tries < 5 && status != HttpStatusCode.ServiceUnavailable; tries++)
            status = (await observed.Client.GetAsync($"polls/aaaaaaa{(char)('a' + tries)}")).Status;
        await observed.UseFaultsAsync("");

        Assert.Equal(HttpStatusCode.ServiceUnavailable, status);
        var grown = await GrownAsync(before, _ => true);
        Assert.InRange(grown("livetally_cosmos_throttled_total{container=\"polls\",operation=\"read_item\"}"), 1, 4);
        Assert.Equal(1, grown("livetally_requests_refused_total{code=\"storageUnavailable\"}"));
    }

    [Fact]
    public async Task A_refused_request_is_told_by_its_code()
    {
        var before = await observed.MetricsAsync();

        Assert.Equal(HttpStatusCode.NotFound, (await observed.Client.GetAsync("polls/zzzzzzzz")).Status);

        var grown = await GrownAsync(before, _ => true);
        Assert.Equal(1, grown("livetally_requests_refused_total{code=\"pollNotFound\"}"));
    }

    [Fact]
    public async Task An_event_that_nobody_can_read_is_told_as_a_dead_letter() =>
        await observed.MetricsAsync(metrics => metrics.GetValueOrDefault("livetally_votes_dead_lettered_total") == 1);

    [Fact]
    public async Task When_all_is_counted_no_partition_lags()
    {
        var poll = await observed.Client.OpenPollAsync();
        for (var voter = 0; voter < 8; voter++)
            await observed.Client.VoteAsync(poll, await observed.Client.TokenAsync(poll), [0]);

        await observed.MetricsAsync(metrics => Lag(metrics, 0) == 0 && Lag(metrics, 1) == 0);
    }

    [Fact]
    public async Task While_storage_takes_nothing_the_lag_grows_and_afterwards_it_is_gone()
    {
        var poll = await observed.OpenPollAsync();
        var tokens = await Task.WhenAll(Enumerable.Range(0, 5).Select(_ => observed.Client.TokenAsync(poll)));
        await observed.UseFaultsAsync("""{ "kind": "cosmos.delay", "on": "boxes", "amount": 5000, "times": 1 }""");

        await Task.WhenAll(tokens.Select(token => observed.Client.VoteAsync(poll, token, [0])));

        await observed.MetricsAsync(metrics => Lag(metrics, 0) + Lag(metrics, 1) > 0);
        await observed.UseFaultsAsync("");
        await observed.MetricsAsync(metrics => Lag(metrics, 0) + Lag(metrics, 1) == 0);
    }

    [Fact]
    public async Task Screens_are_told_while_they_are_connected()
    {
        var poll = await observed.OpenPollAsync();
        await using (await Screen.WatchAsync(observed.Process, observed.Client, poll))
            await observed.MetricsAsync(metrics => metrics["livetally_connections"] == 1);

        await observed.MetricsAsync(metrics => metrics["livetally_connections"] == 0);
    }

    private static double? Lag(IReadOnlyDictionary<string, double> metrics, int partition) =>
        metrics.TryGetValue($"livetally_log_lag{{partition=\"{partition}\"}}", out var lag) ? lag : null;

    private static string Charge(string container, string operation, string part = "sum") =>
        $"livetally_cosmos_request_charge_{part}{{container=\"{container}\",operation=\"{operation}\"}}";

    // By how much each metric has grown, once that is as it should be.
    private async Task<Func<string, double>> GrownAsync(IReadOnlyDictionary<string, double> before, Func<Func<string, double>, bool> until)
    {
        Func<string, double> Grown(IReadOnlyDictionary<string, double> now) => name => now.GetValueOrDefault(name) - before.GetValueOrDefault(name);
        return Grown(await observed.MetricsAsync(now => until(Grown(now))));
    }
}

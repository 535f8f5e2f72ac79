using System.Net;
using System.Security.Cryptography;
using LiveTally.Tests.EndToEnd;
using LiveTally.Tests.Telemetry.Otlp;

namespace LiveTally.Tests.Telemetry;

[Collection(ObservedTests.Name)]
public sealed class OneTraceFromPostToPush(Observed observed)
{
    private const int Internal = 1;
    private const int Server = 2;
    private const int Producer = 4;
    private const int Consumer = 5;

    [Fact]
    public async Task The_trace_of_a_sampled_vote_goes_from_the_request_through_log_and_storage_to_the_push()
    {
        var poll = await observed.OpenPollAsync();
        var (trace, caller) = (NewId(16), NewId(8));

        await VoteAsync(poll, $"00-{trace}-{caller}-01");

        var spans = await observed.Receiver.TraceAsync(trace, spans => spans.Count >= 7);
        var expected = new[]
        {
            ("POST api/polls/{pollId}/votes", Server), ("function SubmitVote", Internal), ("votes append", Producer), ("votes process", Consumer),
            ("commit box", Internal), ("merge results", Consumer), ("push results", Producer),
        };
        Assert.Equal(expected.Order(), spans.Select(span => (span.Name, span.Kind)).Order());

        string IdOf(string name) => spans.Single(span => span.Name == name).Id();
        string ParentOf(string name) => spans.Single(span => span.Name == name).Parent();
        Assert.Equal(caller, ParentOf("POST api/polls/{pollId}/votes"));
        Assert.Equal(IdOf("POST api/polls/{pollId}/votes"), ParentOf("function SubmitVote"));
        Assert.Equal(IdOf("function SubmitVote"), ParentOf("votes append"));
        Assert.Equal(IdOf("function SubmitVote"), ParentOf("votes process"));
        Assert.Equal(IdOf("votes process"), ParentOf("commit box"));
        Assert.Equal(IdOf("commit box"), ParentOf("merge results"));
        Assert.Equal(IdOf("merge results"), ParentOf("push results"));
        Assert.Equal(["livetally"], observed.Receiver.Services);
    }

    [Fact]
    public async Task A_trace_names_poll_and_place_in_the_log_and_nothing_of_the_voter_or_the_choice()
    {
        var poll = await observed.OpenPollAsync();
        var trace = NewId(16);

        var vote = await VoteAsync(poll, $"00-{trace}-{NewId(8)}-01");

        var spans = await observed.Receiver.TraceAsync(trace, spans => spans.Count >= 7);
        Assert.Equal(poll, spans.Single(span => span.Name == "push results").Text("livetally.poll.id"));
        Assert.Equal("votes", spans.Single(span => span.Name == "votes append").Text("messaging.destination.name"));
        Assert.Equal(1, spans.Single(span => span.Name == "votes process").Number("messaging.batch.message_count"));
        var text = string.Join('\n', spans.Select(span => span.ToString()));
        foreach (var secret in new[] { vote.Json.Text("voteId")!, vote.Json.Text("receipt")!, "choice" })
            Assert.DoesNotContain(secret, text, StringComparison.OrdinalIgnoreCase);
    }

    [Fact]
    public async Task Votes_that_are_appended_and_counted_together_are_each_parent_of_the_common_step_or_linked_to_it()
    {
        var poll = await observed.OpenPollAsync();
        var traces = Enumerable.Range(0, 30).Select(_ => NewId(16)).ToArray();

        // A slow disk, so that they gather.
        await observed.UseFaultsAsync("""{ "kind": "log.delay", "amount": 200, "times": 1 }""");
        await Task.WhenAll(traces.Select(trace => VoteAsync(poll, $"00-{trace}-{NewId(8)}-01")));

        var requests = new List<string>();
        foreach (var trace in traces)
            requests.Add((await observed.Receiver.TraceAsync(trace, spans => spans.Any(IsSubmit))).Single(IsSubmit).Id());
        foreach (var step in new[] { "votes append", "votes process" })
        {
            var served = await ServedAsync(step, requests);
            Assert.Equal(requests.Order(), served.Order());
        }

        Assert.Contains(observed.Receiver.Spans, span => span.Name == "votes append" && span.Links.Count > 0);
        Assert.Contains(observed.Receiver.Spans, span => span.Name == "votes process" && span.Links.Count > 0);
    }

    [Fact]
    public async Task A_vote_that_is_not_sampled_leaves_no_span_anywhere()
    {
        var poll = await observed.OpenPollAsync();
        var (unsampled, sampled) = (NewId(16), NewId(16));

        await VoteAsync(poll, $"00-{unsampled}-{NewId(8)}-00");
        await VoteAsync(poll, traceParent: null);
        await observed.Client.ResultsAsync(poll, results => results.Ballots() == 2);
        await VoteAsync(poll, $"00-{sampled}-{NewId(8)}-01");
        await observed.Receiver.TraceAsync(sampled, spans => spans.Any(span => span.Name == "push results"));

        var ofThePoll = observed.Receiver.Spans.Where(span => span.Text("livetally.poll.id") == poll || span.TraceId() == unsampled);
        Assert.All(ofThePoll, span => Assert.Equal(sampled, span.TraceId()));
    }

    private async Task<IReadOnlyList<string>> ServedAsync(string step, List<string> requests)
    {
        var deadline = Environment.TickCount64 + 20_000;
        while (true)
        {
            string[] served = [.. observed.Receiver.Spans.Where(span => span.Name == step)
                .SelectMany(span => span.LinkedTo().Append(span.Parent())).Where(requests.Contains)];
            if (served.Length >= requests.Count || Environment.TickCount64 > deadline)
                return served;
            await Task.Delay(50, TestContext.Current.CancellationToken);
        }
    }

    private async Task<Answer> VoteAsync(string poll, string? traceParent)
    {
        var token = await observed.Client.TokenAsync(poll);
        var answer = await observed.Client.SendAsync(
            HttpMethod.Post, $"polls/{poll}/votes", new { choices = new[] { 0 } }, token, false, traceParent is null ? [] : [("traceparent", traceParent)]);
        Assert.Equal(HttpStatusCode.Accepted, answer.Status);
        return answer;
    }

    private static bool IsSubmit(Span span) => span.Name == "function SubmitVote";

    private static string NewId(int bytes) => Convert.ToHexStringLower(RandomNumberGenerator.GetBytes(bytes));
}

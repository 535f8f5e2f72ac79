using System.Net;
using System.Text.Json.Nodes;

namespace LiveTally.Tests.EndToEnd;

[Collection(nameof(SignedIn))]
public sealed class NobodyGetsInWhoDoesNotBelong(SignedIn signedIn)
{
    private const string Nowhere = "aaaaaaaa";
    private static readonly string[] Bodies = ["{}", """{"choices":[0]}""", """{"connectionId":"x"}""", """{"count":1}""", """{"generation":1}"""];
    private readonly Client _client = signedIn.Client;

    public static IEnumerable<TheoryDataRow<string, string, string, string>> Guarded => Call.All
        .Where(call => call.Caller is "Admin" or "VotingBackend")
        .Select(call => new TheoryDataRow<string, string, string, string>(call.Function, call.Caller, call.Method, call.Route));

    [Theory, MemberData(nameof(Guarded))]
    public async Task A_guarded_call_takes_the_role_and_nothing_less(string function, string caller, string method, string route)
    {
        var call = new Call(function, caller, method, route);
        var role = caller == "Admin" ? "Polls.Manage" : "Votes.Submit";
        var poll = await _client.OpenPollAsync();
        var expired = signedIn.Issuer.Person("x", role);
        expired["exp"] = 1_000_000_000;
        var elsewhere = signedIn.Issuer.Person("x", role);
        elsewhere["aud"] = "elsewhere";

        await RefusesAsync(call, poll, null, HttpStatusCode.Unauthorized, "adminRequired");
        await RefusesAsync(call, poll, await _client.TokenAsync(poll), HttpStatusCode.Unauthorized, "adminRequired");
        await RefusesAsync(call, poll, signedIn.Issuer.Sign(expired), HttpStatusCode.Unauthorized, "invalidSignIn");
        await RefusesAsync(call, poll, signedIn.Issuer.Sign(elsewhere), HttpStatusCode.Unauthorized, "invalidSignIn");
        await RefusesAsync(call, poll, signedIn.Issuer.SignNot(signedIn.Issuer.Person("x", role)), HttpStatusCode.Unauthorized, "invalidSignIn");
        await RefusesAsync(call, poll, signedIn.Issuer.SignWithPublicKey(signedIn.Issuer.Person("x", role), pem: true), HttpStatusCode.Unauthorized, "invalidSignIn");
        await RefusesAsync(call, poll, signedIn.Person(), HttpStatusCode.Forbidden, "roleMissing");
        await RefusesAsync(call, poll, signedIn.Person("Polls.Read", caller == "Admin" ? "Votes.Submit" : "Polls.Manage"), HttpStatusCode.Forbidden, "roleMissing");

        foreach (var (token, asAdmin) in new[] { (signedIn.Person(role), false), (signedIn.Issuer.Sign(signedIn.Issuer.Application(role)), false), (null, true) })
        {
            var allowed = await SendAsync(call, Nowhere, Bodies[0], token, asAdmin);
            Assert.False(allowed.Status is HttpStatusCode.Unauthorized or HttpStatusCode.Forbidden, $"{(int)allowed.Status} {allowed.Text}");
        }
    }

    [Fact]
    public async Task A_draft_is_to_everybody_else_as_a_poll_that_does_not_exist()
    {
        var (draft, open) = (await _client.CreatePollAsync(), await _client.OpenPollAsync());
        var calls = Call.All.Where(call => call.Route.Contains("{pollId}", StringComparison.Ordinal)).ToArray();
        var others = calls.Select(call => call.Route).Distinct().SelectMany(route => new[] { "HEAD", "OPTIONS", "PUT", "PATCH", "DELETE" }.Select(method => new Call("", "", method, route)));

        Assert.True(calls.Length > 10);
        foreach (var call in calls.Concat(others))
        {
            foreach (var body in call.Method is "GET" or "HEAD" ? [""] : call.Function is "" ? Bodies[..1] : Bodies)
            {
                foreach (var token in new[] { null, await _client.TokenAsync(open), signedIn.Person("Votes.Submit") })
                {
                    var (ofDraft, ofNothing) = (await SendAsync(call, draft, body, token), await SendAsync(call, Nowhere, body, token));
                    Assert.Equal(
                        (call, ofNothing.Status, ofNothing.Text, ofNothing.ETag, ofNothing.CacheControl),
                        (call, ofDraft.Status, ofDraft.Text.Replace(draft, Nowhere, StringComparison.Ordinal), ofDraft.ETag, ofDraft.CacheControl));
                    Assert.True((int)ofDraft.Status >= 400 || call.Method == "OPTIONS", $"{call}: {(int)ofDraft.Status}");
                }
            }
        }

        Assert.Equal(HttpStatusCode.OK, (await _client.GetAsync($"polls/{draft}", signedIn.Person("Polls.Manage"))).Status);
    }

    [Fact]
    public async Task What_became_of_a_vote_is_told_to_nobody_but_its_voter()
    {
        var poll = await _client.OpenPollAsync();
        var (mine, other) = (await _client.TokenAsync(poll), await _client.TokenAsync(poll));
        var vote = (await _client.VoteAsync(poll, mine, [0])).Json;
        var (id, receipt) = (vote.GetProperty("voteId").GetString()!, vote.GetProperty("receipt").GetString()!);
        await _client.ResultsAsync(poll, results => results.Ballots() == 1);

        Assert.Equal("counted", (await _client.GetAsync($"polls/{poll}/votes/{id}", mine)).Json.Text("status"));
        Assert.Equal((HttpStatusCode.NotFound, "voteNotFound"), await StatusAsync($"polls/{poll}/votes/{id}", other));
        Assert.Equal((HttpStatusCode.NotFound, "voteNotFound"), await StatusAsync($"polls/{poll}/votes/{id}?receipt={receipt}", other));
        Assert.Equal((HttpStatusCode.Unauthorized, "voterTokenRequired"), await StatusAsync($"polls/{poll}/votes/{id}?receipt={receipt}", null));
        Assert.Equal("counted", (await _client.GetAsync($"polls/{poll}/votes/{id}?receipt={receipt}", signedIn.Person("Votes.Submit"))).Json.Text("status"));
    }

    [Fact]
    public async Task Voting_for_others_takes_the_role_for_it()
    {
        var poll = await _client.OpenPollAsync();

        foreach (var (token, asAdmin, status, code) in new[]
        {
            (null, false, HttpStatusCode.Unauthorized, "adminRequired"),
            (await _client.TokenAsync(poll), false, HttpStatusCode.Unauthorized, "adminRequired"),
            (signedIn.Person("Polls.Manage"), false, HttpStatusCode.Forbidden, "roleMissing"),
            (signedIn.Issuer.Sign(signedIn.Issuer.Application("Votes.Submit")), false, HttpStatusCode.Accepted, null),
            (null, true, HttpStatusCode.Accepted, null),
        })
        {
            var answer = await _client.SendAsync(HttpMethod.Post, $"polls/{poll}/votes", new { voterId = "u-17", choices = new[] { 0 } }, token, asAdmin);
            Assert.Equal((status, code), (answer.Status, code is null ? null : answer.Code));
        }
    }

    private async Task RefusesAsync(Call call, string poll, string? token, HttpStatusCode status, string code)
    {
        var answer = await SendAsync(call, poll, Bodies[0], token);

        // An answer to HEAD has no body to tell the code.
        Assert.Equal((status, "application/problem+json"), (answer.Status, answer.MediaType));
        if (call.Method != "HEAD")
            Assert.Equal(code, answer.Code);
    }

    private async Task<(HttpStatusCode, string?)> StatusAsync(string path, string? token)
    {
        var answer = await _client.GetAsync(path, token);
        return (answer.Status, answer.Code);
    }

    private Task<Answer> SendAsync(Call call, string poll, string body, string? token, bool asAdmin = false) =>
        _client.SendAsync(new HttpMethod(call.Method), call.PathFor(poll), body is "" ? null : JsonNode.Parse(body), token, asAdmin);
}

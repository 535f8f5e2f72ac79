using System.Net;
using System.Text.Json.Nodes;
using LiveTally.Tests.Shared;

namespace LiveTally.Tests.EndToEnd;

[Collection(nameof(SignedIn))]
public sealed class PeopleSignIn(SignedIn signedIn)
{
    private readonly Client _client = signedIn.Client;

    [Fact]
    public async Task An_admin_by_role_makes_polls_and_opens_them()
    {
        var admin = signedIn.Person("Polls.Manage");

        var created = await _client.SendAsync(HttpMethod.Post, "polls", new { question = "Which?", options = new[] { "a", "b" } }, admin);
        var opened = await _client.SendAsync(HttpMethod.Post, $"polls/{created.Json.Text("id")}/open", token: admin);

        Assert.Equal((HttpStatusCode.Created, HttpStatusCode.Accepted), (created.Status, opened.Status));
    }

    [Fact]
    public async Task A_person_has_one_vote_on_however_many_devices()
    {
        var poll = await OpenDirectoryPollAsync();
        var (me, you) = (Guid.CreateVersion7().ToString(), Guid.CreateVersion7().ToString());

        var phone = await VoterAsync(poll, signedIn.Issuer.Sign(signedIn.Issuer.Person(me)));
        var laptop = await VoterAsync(poll, signedIn.Issuer.Sign(signedIn.Issuer.Person(me, "Polls.Manage")));
        await _client.VoteAsync(poll, phone, [0]);
        await _client.ResultsAsync(poll, results => results.Ballots() == 1);
        await _client.VoteAsync(poll, laptop, [1]);
        await _client.VoteAsync(poll, await VoterAsync(poll, signedIn.Issuer.Sign(signedIn.Issuer.Person(you))), [1]);

        await _client.ResultsAsync(poll, results => results.Ballots() == 2);
        Assert.Equal([1, 1], (await _client.SettledResultsAsync(poll)).Counts());
    }

    [Fact]
    public async Task Who_has_not_signed_in_is_no_person_or_brings_what_does_not_hold_does_not_vote()
    {
        var poll = await OpenDirectoryPollAsync();
        var expired = signedIn.Issuer.Person("x");
        expired["exp"] = 1_000_000_000;

        foreach (var (token, status, code) in new[]
        {
            (null, HttpStatusCode.Unauthorized, "signInRequired"),
            (await _client.TokenAsync(await _client.OpenPollAsync()), HttpStatusCode.Unauthorized, "signInRequired"),
            (signedIn.Issuer.Sign(expired), HttpStatusCode.Unauthorized, "invalidSignIn"),
            (signedIn.Issuer.SignNot(signedIn.Issuer.Person("x")), HttpStatusCode.Unauthorized, "invalidSignIn"),
            (signedIn.Issuer.Sign(signedIn.Issuer.Application("Votes.Submit")), HttpStatusCode.Forbidden, "personRequired"),
        })
        {
            var answer = await _client.SendAsync(HttpMethod.Post, $"polls/{poll}/voters", new { }, token);
            Assert.Equal((status, code), (answer.Status, answer.Code));
        }

        Assert.Equal("invalidVoterToken", (await _client.VoteAsync(poll, signedIn.Person(), [0])).Code);
        Assert.Equal("invalidVoter", (await _client.SendAsync(HttpMethod.Post, $"polls/{poll}/voters", new { code = "x" }, signedIn.Person())).Code);
    }

    [Fact]
    public async Task The_pages_are_told_where_to_sign_in()
    {
        var settings = await _client.GetAsync("settings");

        Assert.Equal(
            $$"""{"signIn":{"authority":"{{signedIn.Issuer.Address}}","clientId":"pages","scope":"api://{{OpenIdIssuer.Audience}}/.default"},"target":"local"}""",
            settings.Text);
    }

    [Fact]
    public async Task While_the_issuer_is_down_sign_ins_are_answered_with_503_and_all_else_goes_on()
    {
        await using var process = await LiveTallyProcess.StartAsync(
            null, ("Entra__TenantId", OpenIdIssuer.Tenant), ("Entra__Audience", OpenIdIssuer.Audience), ("Entra__Authority", "http://127.0.0.1:1"));
        using var client = new Client(process.Address, process.AdminKey);
        var poll = await client.OpenPollAsync(new { question = "Which?", options = new[] { "a", "b" }, voters = "directory" });
        var token = signedIn.Person("Polls.Manage", "Votes.Submit");

        foreach (var answer in new[]
        {
            await client.GetAsync("polls", token),
            await client.GetAsync($"polls/{poll}", token),
            await client.SendAsync(HttpMethod.Post, $"polls/{poll}/voters", new { }, token),
            await client.SendAsync(HttpMethod.Post, $"polls/{poll}/votes", new { voterId = "u-17", choices = new[] { 0 } }, token),
        })
        {
            Assert.Equal((HttpStatusCode.ServiceUnavailable, "identityUnavailable", TimeSpan.FromSeconds(5)), (answer.Status, answer.Code, answer.RetryAfter));
        }

        Assert.Equal(HttpStatusCode.OK, (await client.GetAsync("polls", asAdmin: true)).Status);
        Assert.Equal(HttpStatusCode.OK, (await client.GetAsync($"polls/{poll}/results", token)).Status);
        Assert.Equal("""{"signIn":null,"target":"local"}""", (await client.GetAsync("settings")).Text);
    }

    private Task<string> OpenDirectoryPollAsync() => _client.OpenPollAsync(new { question = "Which?", options = new[] { "a", "b" }, voters = "directory" });

    private async Task<string> VoterAsync(string poll, string signIn)
    {
        var issued = await _client.SendAsync(HttpMethod.Post, $"polls/{poll}/voters", new JsonObject(), signIn);
        Assert.Equal((HttpStatusCode.Created, "no-store"), (issued.Status, issued.CacheControl));
        return issued.Json.Text("token")!;
    }
}

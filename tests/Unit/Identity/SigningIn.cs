using System.Text.Json.Nodes;
using LiveTally.Operations;
using LiveTally.Tests.Shared;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Options;

namespace LiveTally.Tests.Unit.Identity;

/// <summary>Against an issuer that runs: keys and tokens are fetched and signed as those of Entra ID are.</summary>
public sealed class SigningIn : IAsyncLifetime
{
    private const string Oid = "1c0a9d5e-77a1-4d4c-9a52-5e0d7d1b8a04";

    private readonly SetClock _clock = new();
    private OpenIdIssuer _issuer = null!;
    private ServiceProvider _services = null!;

    public async ValueTask InitializeAsync()
    {
        _issuer = await OpenIdIssuer.StartAsync();
        _services = Services(new EntraOptions { TenantId = OpenIdIssuer.Tenant, Audience = "api://" + OpenIdIssuer.Audience, Authority = _issuer.Address });
    }

    public async ValueTask DisposeAsync()
    {
        await _services.DisposeAsync();
        await _issuer.DisposeAsync();
    }

    [Fact]
    public async Task A_person_is_known_by_the_object_id_and_has_roles()
    {
        var signIn = await ReadAsync(_issuer.Sign(_issuer.Person(Oid, Roles.ManagePolls, "Other")));

        Assert.Equal((true, Oid, null), (signIn.Holds, signIn.Person, signIn.Refusal));
        Assert.Equal([Roles.ManagePolls, "Other"], signIn.Roles);
    }

    [Fact]
    public async Task An_application_has_roles_and_is_no_person()
    {
        var plain = await ReadAsync(_issuer.Sign(_issuer.Application(Roles.SubmitVotes)));
        var telling = await ReadAsync(_issuer.Sign(With(_issuer.Application(), "idtyp", "app")));
        var pretending = await ReadAsync(_issuer.Sign(With(_issuer.Person(Oid), "idtyp", "app")));

        Assert.Equal([Roles.SubmitVotes], plain.Roles);
        Assert.All([plain, telling, pretending], signIn => Assert.Equal((true, null), (signIn.Holds, signIn.Person)));
    }

    [Fact]
    public async Task A_person_without_a_role_has_none() => Assert.Empty((await ReadAsync(_issuer.Sign(_issuer.Person(Oid)))).Roles);

    [Fact]
    public async Task A_token_for_another_application_is_refused() =>
        await RefusesAsync(_issuer.Sign(With(_issuer.Person(Oid), "aud", "00000003-0000-0000-c000-000000000000")), "another application");

    [Fact]
    public async Task A_token_of_another_issuer_is_refused()
    {
        await RefusesAsync(_issuer.Sign(With(_issuer.Person(Oid), "iss", $"https://sts.windows.net/{OpenIdIssuer.Tenant}/")), "another issuer");
        await RefusesAsync(_issuer.Sign(With(_issuer.Person(Oid), "iss", null)), "another issuer");
    }

    [Fact]
    public async Task A_token_of_another_tenant_is_refused_even_from_the_same_issuer() =>
        await RefusesAsync(_issuer.Sign(With(_issuer.Person(Oid), "tid", "11111111-2f1b-4e57-8b7a-1f5f3c9d7e02")), "another tenant");

    [Fact]
    public async Task A_token_holds_from_its_beginning_to_its_end_give_or_take_a_minute()
    {
        var token = _issuer.Sign(_issuer.Person(Oid));

        foreach (var (ahead, why) in new[] { (-55, null), (-65, "yet"), (3_655, null), (3_665, "expired") })
        {
            _clock.Ahead = TimeSpan.FromSeconds(ahead);
            if (why is null)
                Assert.True((await ReadAsync(token)).Holds);
            else
                await RefusesAsync(token, why);
        }

        await RefusesAsync(_issuer.Sign(With(_issuer.Person(Oid), "exp", null)), "expired");
    }

    [Fact]
    public async Task What_the_issuer_has_not_signed_is_refused()
    {
        var claims = _issuer.Person(Oid, Roles.ManagePolls);
        var parts = _issuer.Sign(claims).Split('.');

        foreach (var token in new[]
        {
            _issuer.SignNot(claims),
            _issuer.SignWithPublicKey(claims, pem: true),
            _issuer.SignWithPublicKey(claims, pem: false),
            _issuer.SignWithOtherKey(claims),
            $"{parts[0]}.{_issuer.Sign(_issuer.Person(Oid)).Split('.')[1]}.{parts[2]}",
            $"{parts[0]}.{parts[1]}.",
            $"{parts[0]}.{parts[1]}",
            "..",
            "a.b.c",
            new string('.', 5_000),
        })
        {
            await RefusesAsync(token, "not signed");
        }
    }

    [Fact]
    public async Task A_key_that_the_issuer_has_changed_is_fetched_and_the_old_one_no_longer_holds()
    {
        var old = _issuer.Sign(_issuer.Person(Oid));
        Assert.True((await ReadAsync(old)).Holds);

        _issuer.RotateKey();
        _clock.Ahead = EntraIssuer.Pause;

        Assert.True((await ReadAsync(_issuer.Sign(_issuer.Person(Oid)))).Holds);
        await RefusesAsync(old, "not signed");
    }

    [Fact]
    public async Task A_key_that_the_issuer_has_withdrawn_holds_for_an_hour_and_until_the_call_after_it_has_brought_the_new_ones()
    {
        var old = _issuer.Sign(With(_issuer.Person(Oid), "exp", TimeProvider.System.GetUtcNow().AddDays(1).ToUnixTimeSeconds()));
        Assert.True((await ReadAsync(old)).Holds);

        _issuer.RotateKey();
        _clock.Ahead = EntraIssuer.Lifetime;
        for (var tries = 0; tries < 100 && (await ReadAsync(old)).Holds; tries++)
            await Task.Delay(50, TestContext.Current.CancellationToken);

        await RefusesAsync(old, "not signed");
    }

    [Fact]
    public async Task Made_up_keys_do_not_make_the_issuer_busy()
    {
        var unknown = _issuer.Sign(_issuer.Person(Oid));
        _issuer.RotateKey();

        await Task.WhenAll(Enumerable.Range(0, 200).Select(_ => RefusesAsync(unknown, "not signed")));

        Assert.Equal(1, _issuer.Fetches);
    }

    [Fact]
    public async Task While_the_issuer_is_down_nobody_knows_until_it_answers_again()
    {
        var token = _issuer.Sign(_issuer.Person(Oid));
        _issuer.IsDown = true;

        Assert.Same(SignIn.Unknown, await ReadAsync(token));
        _issuer.IsDown = false;
        Assert.Same(SignIn.Unknown, await ReadAsync(token));
        _clock.Ahead = EntraIssuer.PauseAfterFailure;
        Assert.True((await ReadAsync(token)).Holds);
    }

    [Fact]
    public async Task An_issuer_that_never_answers_is_given_up_and_so_is_one_that_a_caller_has_no_patience_for()
    {
        _issuer.Hangs = true;
        using var left = new CancellationTokenSource(TimeSpan.FromMilliseconds(50));

        await Assert.ThrowsAnyAsync<OperationCanceledException>(async () =>
            await _services.GetRequiredService<EntraTokens>().ReadAsync(Request(_issuer.Sign(_issuer.Person(Oid))), left.Token));
        Assert.Same(SignIn.Unknown, await ReadAsync(_issuer.Sign(_issuer.Person(Oid))));
    }

    [Fact]
    public async Task Keys_that_are_known_go_on_while_the_issuer_is_down()
    {
        var token = _issuer.Sign(With(_issuer.Person(Oid), "exp", TimeProvider.System.GetUtcNow().AddDays(2).ToUnixTimeSeconds()));
        Assert.True((await ReadAsync(token)).Holds);

        _issuer.IsDown = true;
        _clock.Ahead = TimeSpan.FromDays(1);

        Assert.True((await ReadAsync(token)).Holds);
        await RefusesAsync(_issuer.SignWithOtherKey(_issuer.Person(Oid)), "not signed");
    }

    [Fact]
    public async Task A_voter_token_is_not_looked_at_and_neither_is_anything_where_there_is_no_tenant()
    {
        await using var off = Services(new EntraOptions());

        Assert.Same(SignIn.None, await ReadAsync("AWs3ZjNxMnhtAAB"));
        Assert.Same(SignIn.None, await off.GetRequiredService<EntraTokens>().ReadAsync(Request(_issuer.Sign(_issuer.Person(Oid))), default));
        Assert.Equal(0, _issuer.Fetches);
    }

    private async Task<SignIn> ReadAsync(string token) => await _services.GetRequiredService<EntraTokens>().ReadAsync(Request(token), default);

    private ServiceProvider Services(EntraOptions options) => new ServiceCollection()
        .AddLogging()
        .AddSingleton<TimeProvider>(_clock)
        .AddSingleton(Options.Create(options))
        .AddEntra()
        .BuildServiceProvider();

    private async Task RefusesAsync(string token, string why)
    {
        var signIn = await ReadAsync(token);

        Assert.Contains(why, signIn.Refusal, StringComparison.Ordinal);
        Assert.Equal((false, null, 0), (signIn.Holds, signIn.Person, signIn.Roles.Length));
    }

    private static HttpRequest Request(string token) => new DefaultHttpContext { Request = { Headers = { Authorization = "Bearer " + token } } }.Request;

    private static JsonObject With(JsonObject claims, string name, JsonNode? value)
    {
        claims.Remove(name);
        if (value is not null)
            claims[name] = value;
        return claims;
    }
}

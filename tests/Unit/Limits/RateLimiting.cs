using System.Diagnostics;
using LiveTally.Limits;
using LiveTally.Operations;
using LiveTally.Votes;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.Options;

namespace LiveTally.Tests.Unit.Limits;

/// <summary>The limits of addresses, polls and backends, which run on the machine's clock: a token a second, or what comes back is counted.</summary>
public sealed class RateLimiting
{
    [Fact]
    public async Task A_lecture_hall_behind_one_address_comes_at_once()
    {
        await using var limits = Limits(new LimitOptions { ForwardedHops = 1 });

        Assert.All(Enumerable.Range(0, 5_000), _ => Assert.Null(limits.Request(From("203.0.113.7"))));
    }

    [Fact]
    public async Task An_address_has_its_burst_at_once_and_then_so_many_a_second()
    {
        await using var limits = Limits(new LimitOptions { ForwardedHops = 1, PerAddressPerSecond = 100, PerAddressBurst = 50 });
        var began = Stopwatch.GetTimestamp();

        var taken = 0;
        while (limits.Request(From("203.0.113.7")) is null)
            taken++;
        var refused = limits.Request(From("203.0.113.7"));
        for (var tries = 0; tries < 1_000 && refused is not null; tries++)
        {
            // 100 a second, in lots of 10.
            Assert.Equal(TimeSpan.FromSeconds(0.1), refused.RetryAfter);
            await Task.Delay(10, TestContext.Current.CancellationToken);
            refused = limits.Request(From("203.0.113.7"));
        }

        Assert.InRange(taken, 50, 50 + (100 * Stopwatch.GetElapsedTime(began).TotalSeconds) + 10);
        Assert.Null(refused);
    }

    [Fact]
    public async Task One_address_does_not_use_up_another_s_requests()
    {
        await using var limits = Limits(new LimitOptions { ForwardedHops = 1, PerAddressPerSecond = 1, PerAddressBurst = 2 });

        foreach (var address in new[] { "203.0.113.7", "203.0.113.8", "2001:db8:0:1::1" })
        {
            Assert.Null(limits.Request(From(address)));
            Assert.Null(limits.Request(From(address)));
            Assert.NotNull(limits.Request(From(address)));
        }

        Assert.NotNull(limits.Request(From("[2001:db8:0:1:ffff::9]:443")));
        Assert.Null(limits.Request(From("2001:db8:0:2::1")));
    }

    [Fact]
    public async Task Codes_and_journals_have_buckets_of_their_own()
    {
        await using var limits = Limits(new LimitOptions
        {
            ForwardedHops = 1, PerAddressCodesPerSecond = 1, PerAddressCodesBurst = 1, PerAddressJournalsPerSecond = 1, PerAddressJournalsBurst = 1,
        });

        Assert.Null(limits.Code(From("203.0.113.7")));
        Assert.NotNull(limits.Code(From("203.0.113.7")));
        Assert.Null(limits.Journal(From("203.0.113.7")));
        Assert.NotNull(limits.Journal(From("203.0.113.7")));
        Assert.Null(limits.Request(From("203.0.113.7")));
    }

    [Fact]
    public async Task A_poll_is_held_to_its_limit_whoever_votes()
    {
        await using var limits = Limits(new LimitOptions { PerPollPerSecond = 1, PerPollBurst = 2 });

        Assert.Null(limits.Vote("abcdefgh", new BallotKey(1)));
        Assert.Null(limits.Vote("abcdefgh", new BallotKey(2)));
        Assert.NotNull(limits.Vote("abcdefgh", new BallotKey(3)));
        Assert.NotNull(limits.BackendVote(new DefaultHttpContext().Request, "abcdefgh"));
        Assert.Null(limits.Vote("hgfedcba", new BallotKey(3)));
    }

    [Fact]
    public async Task A_backend_is_held_to_its_limit_vote_by_vote_and_told_when_the_next_may_come()
    {
        await using var limits = Limits(new LimitOptions { PerBackendPerSecond = 1, PerBackendBurst = 10 });
        var request = new DefaultHttpContext().Request;
        request.HttpContext.Features.Set(new SignIn { Holds = true, ObjectId = "one" });

        // Whatever it sends beside its sign-in.
        for (var vote = 0; vote < 10; vote++)
        {
            request.Headers[Admins.KeyHeader] = $"made up {vote}";
            Assert.Null(limits.BackendVote(request, "abcdefgh"));
        }

        var refused = limits.BackendVote(request, "abcdefgh");
        request.HttpContext.Features.Set(new SignIn { Holds = true, ObjectId = "another" });
        Assert.Null(limits.BackendVote(request, "abcdefgh"));

        Assert.Equal(("rateLimited", TimeSpan.FromSeconds(1)), (refused!.Error.Code, refused.RetryAfter!.Value));
    }

    [Fact]
    public async Task A_rate_of_0_is_no_limit()
    {
        await using var limits = Limits(new LimitOptions { ForwardedHops = 1, PerAddressPerSecond = 0, PerAddressBurst = 1 });

        Assert.All(Enumerable.Range(0, 1_000), _ => Assert.Null(limits.Request(From("203.0.113.7"))));
    }

    [Theory]
    [InlineData(1, 1)]
    [InlineData(19, 1)]
    [InlineData(1_000_000, 1)]
    [InlineData(1, 1_000_000)]
    [InlineData(1_000_000, 1_000_000)]
    public async Task Whatever_the_settings_allow_the_limiters_take(int perSecond, int burst)
    {
        await using var limits = Limits(new LimitOptions { ForwardedHops = 1, PerAddressPerSecond = perSecond, PerAddressBurst = burst });

        Assert.Null(limits.Request(From("203.0.113.7")));
    }

    [Fact]
    public async Task Once_disposed_of_no_limiter_goes_on()
    {
        var limits = Limits(new LimitOptions { ForwardedHops = 1, PerPollPerSecond = 1 });
        var (address, backend) = (From("203.0.113.7"), new DefaultHttpContext().Request);

        await limits.DisposeAsync();

        foreach (var take in new[] { () => limits.Request(address), () => limits.Journal(address), () => limits.Code(address), () => limits.BackendVote(backend, "abcdefgh"), () => limits.Vote("abcdefgh", new BallotKey(1)) })
            Assert.Throws<ObjectDisposedException>(take);
    }

    private static RateLimits Limits(LimitOptions options) => new(Options.Create(options), TimeProvider.System);

    private static DefaultHttpContext From(string address) => new() { Request = { Headers = { ["X-Forwarded-For"] = address } } };
}

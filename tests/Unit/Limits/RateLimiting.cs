using LiveTally.Limits;
using LiveTally.Operations;
using LiveTally.Votes;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.Options;
using Microsoft.Extensions.Time.Testing;

namespace LiveTally.Tests.Unit.Limits;

public sealed class RateLimiting
{
    private static readonly BallotKey Voter = new(7);
    private readonly FakeTimeProvider _time = new();

    [Fact]
    public void A_voter_has_ten_votes_at_once_and_then_three_a_second()
    {
        var limits = Limits(new LimitOptions());

        Assert.All(Enumerable.Range(0, 10), _ => Assert.Null(limits.Vote("abcdefgh", Voter)));
        var refused = limits.Vote("abcdefgh", Voter);
        Assert.Null(limits.Vote("abcdefgh", new BallotKey(8)));
        _time.Advance(refused!.RetryAfter!.Value);
        Assert.Null(limits.Vote("abcdefgh", Voter));
        Assert.NotNull(limits.Vote("abcdefgh", Voter));

        Assert.Equal(("rateLimited", 333), (refused.Error.Code, (int)refused.RetryAfter.Value.TotalMilliseconds));
    }

    [Fact]
    public void A_lecture_hall_behind_one_address_votes_at_once()
    {
        var limits = Limits(new LimitOptions { ForwardedHops = 1 });

        // 1,000 people in 10 s, 8 requests each.
        for (var i = 0; i < 8_000; i++)
        {
            Assert.Null(limits.Request(From("203.0.113.7")));
            _time.Advance(TimeSpan.FromSeconds(10) / 8_000);
        }
    }

    [Fact]
    public void One_address_does_not_use_up_another_s_requests()
    {
        var limits = Limits(new LimitOptions { ForwardedHops = 1, PerAddressBurst = 2 });

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
    public void Codes_and_journals_have_buckets_of_their_own()
    {
        var limits = Limits(new LimitOptions { ForwardedHops = 1, PerAddressCodesBurst = 1, PerAddressJournalsBurst = 1 });

        Assert.Null(limits.Code(From("203.0.113.7")));
        Assert.NotNull(limits.Code(From("203.0.113.7")));
        Assert.Null(limits.Journal(From("203.0.113.7")));
        Assert.NotNull(limits.Journal(From("203.0.113.7")));
        Assert.Null(limits.Request(From("203.0.113.7")));
    }

    [Fact]
    public void A_poll_is_held_to_its_limit_whoever_votes()
    {
        var limits = Limits(new LimitOptions { PerPollPerSecond = 1, PerPollBurst = 2 });

        Assert.Null(limits.Vote("abcdefgh", new BallotKey(1)));
        Assert.Null(limits.Vote("abcdefgh", new BallotKey(2)));
        Assert.NotNull(limits.Vote("abcdefgh", new BallotKey(3)));
        Assert.Null(limits.Vote("hgfedcba", new BallotKey(3)));
    }

    [Fact]
    public void A_batch_is_owed_for_and_the_backend_waits_before_the_next()
    {
        var limits = Limits(new LimitOptions { PerBackendPerSecond = 100, PerBackendBurst = 10 });
        var request = new DefaultHttpContext().Request;
        request.Headers[Admins.KeyHeader] = "one";

        Assert.Null(limits.Backend(request));
        limits.ChargeBackend(request, 1_000);
        var wait = limits.Backend(request)!.RetryAfter!.Value;
        Assert.InRange(wait, TimeSpan.FromSeconds(9.9), TimeSpan.FromSeconds(10));
        request.Headers[Admins.KeyHeader] = "another";
        Assert.Null(limits.Backend(request));
        request.Headers[Admins.KeyHeader] = "one";
        _time.Advance(wait);
        Assert.Null(limits.Backend(request));
    }

    [Fact]
    public void A_rate_of_0_is_no_limit()
    {
        var limits = Limits(new LimitOptions { PerVoterPerSecond = 0, PerVoterBurst = 1 });

        Assert.All(Enumerable.Range(0, 1_000), _ => Assert.Null(limits.Vote("abcdefgh", Voter)));
    }

    [Fact]
    public void Very_many_voters_take_no_memory_and_are_not_taken_for_each_other()
    {
        var limits = Limits(new LimitOptions());
        Assert.Null(limits.Vote("abcdefgh", Voter));
        var before = GC.GetAllocatedBytesForCurrentThread();

        var refused = 0;
        for (var voter = 0; voter < 200_000; voter++)
            refused += limits.Vote("abcdefgh", new BallotKey((UInt128)voter << 64)) is null ? 0 : 1;

        Assert.Equal((0, 0L), (refused, GC.GetAllocatedBytesForCurrentThread() - before));
    }

    private RateLimits Limits(LimitOptions options) => new(Options.Create(options), _time);

    private static DefaultHttpContext From(string address) => new() { Request = { Headers = { ["X-Forwarded-For"] = address } } };
}

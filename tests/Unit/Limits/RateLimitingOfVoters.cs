using LiveTally.Limits;
using LiveTally.Votes;
using Microsoft.Extensions.Options;
using Microsoft.Extensions.Time.Testing;

namespace LiveTally.Tests.Unit.Limits;

public sealed class RateLimitingOfVoters
{
    private static readonly BallotKey Voter = new(7);
    private readonly FakeTimeProvider _time = new();

    [Fact]
    public async Task A_voter_has_ten_votes_at_once_and_then_three_a_second()
    {
        await using var limits = Limits(new LimitOptions());

        Assert.All(Enumerable.Range(0, 10), _ => Assert.Null(limits.Vote("abcdefgh", Voter)));
        var refused = limits.Vote("abcdefgh", Voter);
        Assert.Null(limits.Vote("abcdefgh", new BallotKey(8)));
        _time.Advance(refused!.RetryAfter!.Value);
        Assert.Null(limits.Vote("abcdefgh", Voter));
        Assert.NotNull(limits.Vote("abcdefgh", Voter));

        Assert.Equal(("rateLimited", 333), (refused.Error.Code, (int)refused.RetryAfter.Value.TotalMilliseconds));
    }

    [Fact]
    public async Task A_rate_of_0_is_no_limit()
    {
        await using var limits = Limits(new LimitOptions { PerVoterPerSecond = 0, PerVoterBurst = 1 });

        Assert.All(Enumerable.Range(0, 1_000), _ => Assert.Null(limits.Vote("abcdefgh", Voter)));
    }

    [Fact]
    public async Task Very_many_voters_take_no_memory_and_are_not_taken_for_each_other()
    {
        await using var limits = Limits(new LimitOptions());
        Assert.Null(limits.Vote("abcdefgh", Voter));

        // The runtime may allocate something of its own on this thread, but not each time.
        var (refused, allocated) = (0, long.MaxValue);
        for (var round = 0; round < 3; round++)
        {
            var before = GC.GetAllocatedBytesForCurrentThread();
            for (var voter = 0; voter < 200_000; voter++)
                refused += limits.Vote("abcdefgh", new BallotKey((UInt128)voter << 64)) is null ? 0 : 1;
            allocated = Math.Min(allocated, GC.GetAllocatedBytesForCurrentThread() - before);
            _time.Advance(TimeSpan.FromMinutes(1));
        }

        Assert.Equal((0, 0L), (refused, allocated));
    }

    private RateLimits Limits(LimitOptions options) => new(Options.Create(options), _time);
}

using LiveTally.Votes;

namespace LiveTally.Tests.Unit;

public sealed class NamingVotes
{
    private static readonly DateTimeOffset Now = new(2026, 6, 1, 12, 0, 0, TimeSpan.Zero);

    [Fact]
    public void Without_a_key_the_vote_gets_a_UUIDv7_of_now()
    {
        Assert.True(VoteIds.TryGet(null, ordersChanges: true, Now, out var voteId));
        Assert.Equal(7, voteId.Version);
        Assert.True(voteId.CompareTo(Guid.CreateVersion7(Now.AddMilliseconds(1))) < 0);
    }

    [Theory]
    [InlineData("9b2f1c1e-94a5-4c0a-8b1e-0d2f1c1e94a5", false, true)]
    [InlineData("9b2f1c1e-94a5-4c0a-8b1e-0d2f1c1e94a5", true, false)]
    [InlineData("9b2f1c1e94a54c0a8b1e0d2f1c1e94a5", false, false)]
    [InlineData("{9b2f1c1e-94a5-4c0a-8b1e-0d2f1c1e94a5}", false, false)]
    [InlineData("vote-1", false, false)]
    [InlineData("", false, false)]
    public void A_key_is_a_UUID_and_a_UUIDv7_where_it_orders_changes(string key, bool ordersChanges, bool holds) =>
        Assert.Equal(holds, VoteIds.TryGet(key, ordersChanges, Now, out _));

    [Theory]
    [InlineData(-60 * 24, true)]
    [InlineData(5, true)]
    [InlineData(6, false)]
    public void A_key_that_orders_changes_may_be_at_most_five_minutes_ahead(int minutes, bool holds) =>
        Assert.Equal(holds, VoteIds.TryGet(Guid.CreateVersion7(Now.AddMinutes(minutes)).ToString(), ordersChanges: true, Now, out _));

    [Fact]
    public void The_key_is_the_vote_id()
    {
        Assert.True(VoteIds.TryGet("9B2F1C1E-94A5-4C0A-8B1E-0D2F1C1E94A5", ordersChanges: false, Now, out var voteId));
        Assert.Equal("9b2f1c1e-94a5-4c0a-8b1e-0d2f1c1e94a5", voteId.ToString());
    }
}

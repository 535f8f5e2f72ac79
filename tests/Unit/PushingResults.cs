using LiveTally.Results;

namespace LiveTally.Tests.Unit;

public sealed class PushingResults
{
    private readonly PushedVersions _pushed = new(TimeProvider.System);

    [Fact]
    public void The_newest_version_that_was_noted_is_told_to_whoever_comes_after()
    {
        Assert.Equal([-1, 7, 7, 7, 9], new long[] { 7, 7, 6, 9, 8 }.Select(version => _pushed.Note("abcdefgh", version)));
        Assert.Equal(-1, _pushed.Note("bbbbbbbb", 1));
    }

    [Fact]
    public async Task Of_invocations_at_the_same_time_one_is_the_first_to_push_a_version()
    {
        var before = await Task.WhenAll(Enumerable.Range(0, 200).Select(i => Task.Run(() => (Version: i / 4L, Noted: _pushed.Note("abcdefgh", i / 4L)))));

        Assert.All(before.Where(push => push.Noted < push.Version).GroupBy(push => push.Version), version => Assert.Single(version));
    }

    [Fact]
    public void A_poll_that_was_pushed_has_to_wait_and_another_has_not()
    {
        _pushed.Note("abcdefgh", 1);

        Assert.InRange(_pushed.RestOf("abcdefgh", TimeSpan.FromMinutes(1)), TimeSpan.FromSeconds(30), TimeSpan.FromMinutes(1));
        Assert.Equal(TimeSpan.Zero, _pushed.RestOf("bbbbbbbb", TimeSpan.FromMinutes(1)));
    }
}

using LiveTally.Operations;
using LiveTally.Polls;
using LiveTally.Results;
using Microsoft.Azure.Cosmos;

namespace LiveTally.Tests.Unit.Storage;

public sealed class WritingTimelines(LocalDatabase local) : IClassFixture<LocalDatabase>
{
    private readonly SteppedClock _clock = new();

    [Fact]
    public async Task A_merge_is_a_point_when_the_last_one_is_an_interval_ago()
    {
        var poll = await local.AddPollAsync();
        var results = new ResultsStore(local.Database, _clock);

        foreach (var (entries, pause) in new[] { (1, 0), (2, 400), (3, 500), (4, 200), (5, 999) })
        {
            _clock.Now = _clock.Now.AddMilliseconds(pause);
            await MergeAsync(results, poll, entries);
        }

        Assert.Equal([1L, 4L], (await results.ReadTimelineAsync(poll, default)).Points.Select(point => point.Ballots));
    }

    [Fact]
    public async Task Owners_that_merge_at_the_same_time_write_one_point_an_interval_and_each_of_them_true()
    {
        var poll = await local.AddPollAsync();
        var owners = Enumerable.Range(0, 4).Select(_ => new ResultsStore(local.Database, _clock)).ToArray();

        for (var second = 0; second < 5; second++)
        {
            _clock.Now = _clock.Now.AddSeconds(1);
            await Task.WhenAll(owners.Select((owner, box) => MergeAsync(owner, poll, second + 1, box)));
        }

        var timeline = await owners[0].ReadTimelineAsync(poll, default);
        Assert.Equal(5, timeline.Points.Length);
        Assert.All(timeline.Points.Zip(timeline.Points.Skip(1)), pair => Assert.True(pair.First.Ballots < pair.Second.Ballots));
        Assert.Equal(20, timeline.Until(await owners[0].ReadAsync(poll, default))[^1].Ballots);
    }

    [Fact]
    public async Task A_point_costs_at_most_35_RU_and_a_merge_without_one_as_much_as_ever()
    {
        var poll = await local.AddPollAsync();
        var results = new ResultsStore(local.Database, _clock);
        await MergeAsync(results, poll, 1);
        var full = Timeline.Empty(poll.Id) with
        {
            Points = [.. Enumerable.Range(0, Timeline.MaxPoints - 2).Select(i => new TimelinePoint(_clock.Now.AddSeconds(i - 300), 10_000 + i, [5_000 + i, 5_000]))],
        };
        await local.Database.Results.OverwriteAsync(new PartitionKey(poll.Id), full, AppJson.Default.Timeline, default);

        _clock.Now = _clock.Now.AddSeconds(2);
        local.TakeCharge();
        await MergeAsync(results, poll, 2);
        var withPoint = local.TakeCharge();
        await MergeAsync(results, poll, 3);
        var without = local.TakeCharge();

        // One document of less than 1 KB is read, and replaced.
        Assert.Equal(11, without);
        Assert.InRange(withPoint - without, 25, 35);
    }

    private static Task<bool> MergeAsync(ResultsStore results, Poll poll, int entries, int box = 0) =>
        results.MergeAsync(poll, [KeyValuePair.Create(box, new BoxTally(entries, entries, [entries, 0]))], default);

    private sealed class SteppedClock : TimeProvider
    {
        public DateTimeOffset Now { get; set; } = DateTimeOffset.UnixEpoch.AddYears(60);

        public override DateTimeOffset GetUtcNow() => Now;
    }
}

using LiveTally.Local.EventHubs;

namespace LiveTally.Tests.EventHubs;

public sealed class Deleting
{
    private const int SegmentBytes = 4096;

    private static readonly string Body = new('x', 500);

    private static CancellationToken Cancel => TestContext.Current.CancellationToken;

    [Fact]
    public async Task Complete_segments_go_when_enough_bytes_remain()
    {
        await using var test = With(new() { DataDirectory = "", SegmentBytes = SegmentBytes, RetentionBytes = 3 * SegmentBytes });
        await test.FillAsync(0, [.. Enumerable.Repeat(Body, 100)]);

        var log = test.Open();
        var begin = log.GetProperties(0).BeginningSequenceNumber;
        var events = await log.ReadAsync(0);

        Assert.InRange(begin, 1, 80);
        Assert.Equal(100 - begin, events.Count);
        events.AssertGapless(begin);
        Assert.InRange(test.Segments.Sum(s => new FileInfo(s).Length), 3 * SegmentBytes, 6 * SegmentBytes);
        Assert.Equal(begin, await log.FindSequenceNumberAsync(0, DateTimeOffset.MinValue, Cancel));
        Assert.Equal(100, await log.AppendAsync(0, "next"));
    }

    [Fact]
    public async Task A_partition_goes_on_counting_when_all_its_events_are_deleted()
    {
        await using var test = With(new() { DataDirectory = "", SegmentBytes = SegmentBytes, RetentionBytes = SegmentBytes });
        PartitionProperties before;
        await using (var log = test.Open())
        {
            await log.AppendAsync(1, "a", "b", "c");
            for (var i = 0; i < 50; i++)
                await log.AppendAsync(0, Body);
            before = log.GetProperties(1);
            Assert.True(before.IsEmpty);
            Assert.Equal((3, 2), (before.BeginningSequenceNumber, before.LastEnqueuedSequenceNumber));
            Assert.Empty(await log.ReadAsync(1));
        }

        var reopened = test.Open();

        Assert.Equal(before, reopened.GetProperties(1));
        Assert.Equal(3, await reopened.AppendAsync(1, "d"));
        Assert.Equal(["d"], await reopened.BodiesAsync(1));
    }

    [Fact]
    public async Task Complete_segments_go_when_they_are_old()
    {
        await using var test = With(new() { DataDirectory = "", SegmentBytes = SegmentBytes, Retention = TimeSpan.FromDays(1) });
        await test.FillAsync(0, [.. Enumerable.Repeat(Body, 30)]);
        test.Time.Now += TimeSpan.FromHours(23);
        await using (var young = test.Open())
            Assert.Equal(30, (await young.ReadAsync(0)).Count);

        test.Time.Now += TimeSpan.FromHours(2);
        await using var old = test.Open();

        // The segment that is written to stays, however old.
        Assert.Single(test.Segments);
        (await old.ReadAsync(0)).AssertGapless(old.GetProperties(0).BeginningSequenceNumber);
        Assert.Equal(30, await old.AppendAsync(0, "next"));
    }

    [Fact]
    public async Task A_reader_that_retention_overtakes_goes_on_with_what_is_left()
    {
        await using var test = With(
            new() { DataDirectory = "", SegmentBytes = SegmentBytes, RetentionBytes = SegmentBytes, CacheBytes = 0 });
        var log = test.Open();
        var writing = Task.Run(async () =>
        {
            for (var i = 0; i < 1500; i++)
                await log.AppendAsync(0, Body);
        }, Cancel);

        while (!writing.IsCompleted)
        {
            var events = await log.ReadAsync(0);
            if (events.Count > 0)
                events.AssertGapless(events[0].SequenceNumber);
        }

        await writing;
    }

    [Fact]
    public async Task An_old_event_goes_by_the_clock_even_when_none_follows()
    {
        await using var test = With(new() { DataDirectory = "", Retention = TimeSpan.FromSeconds(1) });
        var log = test.Open();
        await log.AppendAsync(0, "old");
        await log.AppendAsync(1, "old");

        test.Time.Now += TimeSpan.FromSeconds(2);
        await AssertSoonAsync(() => log.GetProperties(0).IsEmpty && log.GetProperties(1).IsEmpty);

        Assert.Empty(await log.ReadAsync(0));
        Assert.Equal(1, await log.AppendAsync(0, "new"));
        Assert.Equal(["new"], await log.BodiesAsync(0));
    }

    [Fact]
    public async Task A_segment_is_complete_at_a_quarter_of_the_retention_so_that_new_events_do_not_keep_old_ones()
    {
        await using var test = With(new() { DataDirectory = "", Retention = TimeSpan.FromHours(4) });
        var log = test.Open();
        for (var minutes = 0; minutes < 600; minutes += 10)
        {
            await log.AppendAsync(0, Body);
            test.Time.Now += TimeSpan.FromMinutes(10);
        }

        var oldest = (await log.ReadAsync(0))[0];
        Assert.InRange(test.Time.Now - oldest.EnqueuedTime, TimeSpan.FromHours(3), TimeSpan.FromHours(5.5));
    }

    [Fact]
    public async Task The_longest_retention_keeps_everything()
    {
        await using var test = With(new() { DataDirectory = "", SegmentBytes = SegmentBytes, Retention = TimeSpan.MaxValue });
        await test.FillAsync(0, [.. Enumerable.Repeat(Body, 30)]);

        Assert.Equal(30, (await test.Open().ReadAsync(0)).Count);
    }

    [Fact]
    public async Task A_reader_of_what_is_deleted_goes_on_at_the_oldest_event_and_waits_while_there_is_none()
    {
        await using var test = With(new() { DataDirectory = "", SegmentBytes = SegmentBytes, RetentionBytes = 0 });
        var log = test.Open();
        await log.AppendAsync(1, "a", "b", "c");
        for (var i = 0; i < 10; i++)
            await log.AppendAsync(0, Body);
        Assert.True(log.GetProperties(1).IsEmpty);

        var wait = log.WaitAsync(1, 0, Cancel).AsTask();
        Assert.Empty(await log.ReadAsync(1));
        Assert.False(wait.IsCompleted);
        await log.AppendAsync(1, "d");
        await wait.WaitAsync(TimeSpan.FromSeconds(30), Cancel);

        Assert.Equal(3, Assert.Single(await log.ReadAsync(1)).SequenceNumber);
    }

    private static async Task AssertSoonAsync(Func<bool> condition)
    {
        for (var tries = 0; !condition(); tries++)
        {
            Assert.True(tries < 300, "Waited in vain.");
            await Task.Delay(100, Cancel);
        }
    }

    private static TestLog With(EventLogOptions options) => new() { Options = options };
}

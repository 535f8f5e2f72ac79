using System.Text;
using LiveTally.Local.EventHubs;

namespace LiveTally.Tests.EventHubs;

public sealed class AppendAndRead
{
    private static CancellationToken Cancel => TestContext.Current.CancellationToken;

    [Fact]
    public async Task Sequence_numbers_start_at_0_in_each_partition_and_have_no_gaps()
    {
        await using var test = new TestLog();
        var log = test.Open();

        Assert.Equal(0, await log.AppendAsync(0, "a", "b", "c"));
        Assert.Equal(0, await log.AppendAsync(1, "x"));
        Assert.Equal(3, await log.AppendAsync(0, "d"));

        Assert.Equal(["a", "b", "c", "d"], await log.BodiesAsync(0));
        (await log.ReadAsync(0)).AssertGapless(0);
        Assert.Equal(["x"], await log.BodiesAsync(1));
        Assert.Empty(await log.BodiesAsync(2));
    }

    [Theory]
    [InlineData(0L)]
    [InlineData(32L << 20)]
    public async Task A_read_starts_and_ends_where_it_is_told_from_memory_and_from_the_file(long cacheBytes)
    {
        await using var test = new TestLog { Options = new() { DataDirectory = "", CacheBytes = cacheBytes } };
        var log = test.Open();
        for (var i = 0; i < 10; i++)
            await log.AppendAsync(2, $"{3 * i}", $"{3 * i + 1}", $"{3 * i + 2}");

        for (var from = 0; from <= 30; from++)
        {
            foreach (var max in (int[])[1, 2, 3, 4, 30, 100])
            {
                var expected = Enumerable.Range(from, Math.Min(max, 30 - from)).Select(i => $"{i}");
                Assert.Equal(expected, await log.BodiesAsync(2, from, max));
            }
        }

        Assert.Empty(await log.BodiesAsync(2, from: 1000));
    }

    [Theory]
    [InlineData(0L)]
    [InlineData(32L << 20)]
    public async Task An_event_keeps_its_body_key_time_and_offset(long cacheBytes)
    {
        await using var test = new TestLog { Options = new() { DataDirectory = "", CacheBytes = cacheBytes } };
        var log = test.Open();
        var bodies = new[] { [], "LTvb looks like a block"u8.ToArray(), Enumerable.Range(0, 100_000).Select(i => (byte)i).ToArray() };
        await log.AppendAsync(0, "no key");
        await log.AppendAsync(0, [.. bodies.Select(b => (ReadOnlyMemory<byte>)b)], new EventAttributes("kéy/1"), Cancel);

        var events = await log.ReadAsync(0);

        Assert.Equal([null, "kéy/1", "kéy/1", "kéy/1"], events.Select(e => e.PartitionKey));
        Assert.Equal(bodies, events.Skip(1).Select(e => e.Body.ToArray()));
        Assert.All(events, e => Assert.Equal(test.Time.Now, e.EnqueuedTime));
        Assert.Equal(events.Select(e => e.Offset).Order().Distinct(), events.Select(e => e.Offset));
        Assert.Equal(new PartitionProperties(0, 3, events[3].Offset, test.Time.Now), log.GetProperties(0));
        Assert.Equal(new PartitionProperties(0, -1, -1, default), log.GetProperties(1));
        Assert.True(log.GetProperties(1).IsEmpty);
    }

    [Fact]
    public async Task The_caller_may_reuse_its_memory_at_once()
    {
        await using var test = new TestLog();
        var log = test.Open();
        var buffer = "mine"u8.ToArray();

        var append = log.AppendAsync(0, [buffer], Cancel);
        Encoding.UTF8.GetBytes("lost", buffer);
        await append;

        Assert.Equal(["mine"], await log.BodiesAsync(0));
    }

    [Fact]
    public async Task Appends_that_are_not_awaited_keep_their_order()
    {
        await using var test = new TestLog();
        var log = test.Open();

        var appends = Enumerable.Range(0, 2000).Select(i => log.AppendAsync(0, $"{i}").AsTask()).ToArray();

        Assert.Equal(Enumerable.Range(0, 2000).Select(i => (long)i), await Task.WhenAll(appends));
        Assert.Equal(Enumerable.Range(0, 2000).Select(i => $"{i}"), await log.BodiesAsync(0));
    }

    [Fact]
    public async Task Sixty_four_writers_each_find_their_events_where_they_were_told()
    {
        await using var test = new TestLog { Options = new() { DataDirectory = "", PartitionCount = 8, SegmentBytes = 64 << 10 } };
        var log = test.Open();

        var written = await Task.WhenAll(Enumerable.Range(0, 64).Select(writer => Task.Run(() => WriteAsync(writer))));

        for (var partition = 0; partition < 8; partition++)
        {
            var events = await log.ReadAsync(partition);
            events.AssertGapless(0);
            var expected = written.SelectMany(w => w).Where(w => w.Partition == partition).OrderBy(w => w.SequenceNumber).ToArray();
            Assert.Equal(expected.Select(w => w.Body), events.Select(e => e.Text()));
        }

        Assert.True(test.Segments.Length > 1);

        async Task<List<(int Partition, long SequenceNumber, string Body)>> WriteAsync(int writer)
        {
            var random = new Random(writer);
            var mine = new List<(int, long, string)>();
            for (var i = 0; i < 100; i++)
            {
                var partition = random.Next(8);
                var bodies = Enumerable.Range(0, random.Next(1, 4)).Select(n => $"{writer}/{i}/{n}").ToArray();
                var first = await log.AppendAsync(partition, bodies);
                mine.AddRange(bodies.Select((body, n) => (partition, first + n, body)));
            }

            return mine;
        }
    }

    [Fact]
    public async Task Events_are_found_by_time()
    {
        await using var test = new TestLog();
        var log = test.Open();
        var start = test.Time.Now;
        for (var minute = 0; minute < 10; minute++)
        {
            test.Time.Now = start.AddMinutes(minute);
            await log.AppendAsync(0, "a", "b");
        }

        for (var minute = 0; minute < 10; minute++)
        {
            Assert.Equal(2 * minute, await log.FindSequenceNumberAsync(0, start.AddMinutes(minute), Cancel));
            Assert.Equal(2 * minute, await log.FindSequenceNumberAsync(0, start.AddMinutes(minute).AddTicks(-1), Cancel));
        }

        Assert.Equal(20, await log.FindSequenceNumberAsync(0, start.AddMinutes(9).AddTicks(1), Cancel));
        Assert.Equal(0, await log.FindSequenceNumberAsync(1, start, Cancel));
    }

    [Fact]
    public async Task Time_does_not_run_backwards_when_the_clock_does()
    {
        await using var test = new TestLog();
        var log = test.Open();
        var start = test.Time.Now;
        await log.AppendAsync(0, "first");
        test.Time.Now = start.AddHours(-1);
        await log.AppendAsync(0, "second");

        Assert.All(await log.ReadAsync(0), e => Assert.Equal(start, e.EnqueuedTime));
    }

    [Fact]
    public async Task What_cannot_be_appended_is_refused()
    {
        await using var test = new TestLog();
        var log = test.Open();
        var tooLong = new byte[EventLog.MaxAppendBytes];

        await Assert.ThrowsAsync<ArgumentOutOfRangeException>(async () => await log.AppendAsync(4, "no such partition"));
        await Assert.ThrowsAsync<ArgumentOutOfRangeException>(async () => await log.AppendAsync(-1, "no such partition"));
        await Assert.ThrowsAsync<ArgumentOutOfRangeException>(async () => await log.AppendAsync(0, Array.Empty<string>()));
        await Assert.ThrowsAsync<ArgumentException>(async () => await log.AppendAsync(0, [tooLong], Cancel));
        await Assert.ThrowsAsync<ArgumentException>(async () => await log.AppendAsync(0, ["a"u8.ToArray()], new EventAttributes(new string('k', 129)), Cancel));

        Assert.Equal(0, await log.AppendAsync(0, [tooLong.AsMemory(6)], Cancel));
        Assert.Single(await log.ReadAsync(0));
    }

    [Fact]
    public async Task A_cancelled_append_appends_nothing()
    {
        await using var test = new TestLog();
        var log = test.Open();

        await Assert.ThrowsAnyAsync<OperationCanceledException>(
            async () => await log.AppendAsync(0, ["a"u8.ToArray()], new CancellationToken(canceled: true)));

        Assert.True(log.GetProperties(0).IsEmpty);
        Assert.Equal(0, await log.AppendAsync(0, "next"));
    }

    [Theory]
    [InlineData(0L)]
    [InlineData(32L << 20)]
    public async Task An_event_keeps_its_properties_beside_events_without_any(long cacheBytes)
    {
        await using var test = new TestLog { Options = new() { DataDirectory = "", CacheBytes = cacheBytes } };
        var log = test.Open();
        var properties = new Dictionary<string, string> { ["traceparent"] = "00-é-01", [""] = "" };
        await log.AppendAsync(0, "plain");
        await log.AppendAsync(0, [new byte[] { 1 }, new byte[] { 2 }], new EventAttributes("key", properties), Cancel);
        await log.AppendAsync(0, [new byte[] { 3 }], new EventAttributes(Properties: properties), Cancel);
        await log.DisposeAsync();
        log = test.Open();

        var events = await log.ReadAsync(0);

        Assert.Equal([null, properties, properties, properties], events.Select(e => e.Properties));
        Assert.Equal([null, "key", "key", null], events.Select(e => e.PartitionKey));
        Assert.Equal([1, 2, 3], events.Skip(1).SelectMany(e => e.Body.ToArray()));
    }

    [Fact]
    public async Task Properties_that_are_too_large_are_refused()
    {
        await using var test = new TestLog();
        var log = test.Open();

        await Assert.ThrowsAsync<ArgumentException>(async () =>
            await log.AppendAsync(0, [new byte[1]], new EventAttributes(Properties: new Dictionary<string, string> { ["x"] = new('y', 65_536) }), Cancel));

        Assert.Empty(await log.ReadAsync(0));
    }
}

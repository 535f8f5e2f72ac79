using LiveTally.Local.EventHubs;

namespace LiveTally.Tests.EventHubs;

public sealed class Waiting
{
    private static readonly TimeSpan Generous = TimeSpan.FromSeconds(30);

    private static CancellationToken Cancel => TestContext.Current.CancellationToken;

    [Fact]
    public async Task A_reader_wakes_when_the_event_that_it_waits_for_can_be_read()
    {
        await using var test = new TestLog();
        var log = test.Open();
        var forFirst = log.WaitAsync(0, 0, Cancel).AsTask();
        var forThird = log.WaitAsync(0, 2, Cancel).AsTask();

        await log.AppendAsync(1, "another partition");
        Assert.False(forFirst.IsCompleted);
        await log.AppendAsync(0, "0", "1");
        await forFirst.WaitAsync(Generous, Cancel);
        Assert.Equal(["0", "1"], await log.BodiesAsync(0));
        Assert.False(forThird.IsCompleted);
        await log.AppendAsync(0, "2");
        await forThird.WaitAsync(Generous, Cancel);
    }

    [Fact]
    public async Task There_is_no_wait_for_what_is_there()
    {
        await using var test = new TestLog();
        var log = test.Open();
        await log.AppendAsync(0, "0", "1");

        Assert.True(log.WaitAsync(0, 0, Cancel).AsTask().IsCompletedSuccessfully);
        Assert.True(log.WaitAsync(0, 1, Cancel).AsTask().IsCompletedSuccessfully);
    }

    [Fact]
    public async Task A_tailing_reader_misses_nothing()
    {
        await using var test = new TestLog { Options = new() { DataDirectory = "", CacheBytes = 4096 } };
        var log = test.Open();
        var reading = Task.Run(async () =>
        {
            var read = new List<string>();
            while (read.Count < 3000)
            {
                await log.WaitAsync(3, read.Count, Cancel);
                read.AddRange(await log.BodiesAsync(3, read.Count, maxEvents: 7));
            }

            return read;
        }, Cancel);

        for (var i = 0; i < 1000; i++)
            await log.AppendAsync(3, $"{3 * i}", $"{3 * i + 1}", $"{3 * i + 2}");

        Assert.Equal(Enumerable.Range(0, 3000).Select(i => $"{i}"), await reading.WaitAsync(Generous, Cancel));
    }

    [Fact]
    public async Task A_wait_can_be_cancelled()
    {
        await using var test = new TestLog();
        using var cancellation = new CancellationTokenSource();
        var wait = test.Open().WaitAsync(0, 0, cancellation.Token).AsTask();

        await cancellation.CancelAsync();

        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => wait.WaitAsync(Generous, Cancel));
    }

    [Fact]
    public async Task Closing_finishes_appends_ends_waits_and_takes_no_more()
    {
        await using var test = new TestLog();
        var log = test.Open();
        var wait = log.WaitAsync(1, 0, Cancel).AsTask();
        var appends = Enumerable.Range(0, 500).Select(i => log.AppendAsync(0, $"{i}").AsTask()).ToArray();

        await log.DisposeAsync();

        Assert.Equal(500, (await Task.WhenAll(appends)).Length);
        await Assert.ThrowsAsync<ObjectDisposedException>(() => wait.WaitAsync(Generous, Cancel));
        await Assert.ThrowsAsync<ObjectDisposedException>(async () => await log.AppendAsync(0, "late"));
        await Assert.ThrowsAsync<ObjectDisposedException>(async () => await log.ReadAsync(0));
        Assert.Equal(500, (await test.Open().ReadAsync(0)).Count);
    }

    [Fact]
    public async Task Too_much_that_waits_is_refused_at_once_and_not_appended()
    {
        await using var test = new TestLog { Options = new() { DataDirectory = "", MaxPendingBytes = EventLog.MaxAppendBytes } };
        var log = test.Open();
        var body = new byte[64 << 10];
        var accepted = new List<Task<long>>();
        ValueTask<long> last;
        do
        {
            last = log.AppendAsync(0, [body], Cancel);
            if (!last.IsFaulted)
                accepted.Add(last.AsTask());
        }
        while (!last.IsFaulted && accepted.Count < 100_000);

        var refused = await Assert.ThrowsAsync<EventLogException>(async () => await last);
        Assert.Equal(EventLogError.Busy, refused.Error);
        await Task.WhenAll(accepted);
        
        // There is room again, for as much as the first time.
        await Task.WhenAll(Enumerable.Range(0, 15).Select(_ => log.AppendAsync(0, [body], Cancel).AsTask()));
        Assert.Equal(accepted.Count + 15, (await log.ReadAsync(0)).Count);
    }
}

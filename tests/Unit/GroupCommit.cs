using LiveTally.Votes;
using Microsoft.Extensions.Options;
using Microsoft.Extensions.Time.Testing;

namespace LiveTally.Tests.Unit;

public sealed class GroupCommit
{
    private static readonly byte[] Event = [1];

    [Fact]
    public async Task Votes_that_arrive_during_an_append_leave_together_in_the_next()
    {
        var log = new HeldLog();
        await using var publisher = Publisher(log);

        var first = publisher.PublishAsync("abcdefgh", 0, Event, default).AsTask();
        await log.Entered.WaitAsync(TestContext.Current.CancellationToken);
        var rest = Enumerable.Range(0, 50).Select(_ => publisher.PublishAsync("abcdefgh", 0, Event, default).AsTask()).ToArray();
        Assert.False(first.IsCompleted);
        log.Let.Release(2);
        Assert.All(await Task.WhenAll([first, .. rest]), Assert.Null);

        Assert.Equal([1, 50], log.Appends);
    }

    [Fact]
    public async Task Past_the_limit_a_vote_is_refused_at_once_and_the_others_still_go()
    {
        var log = new HeldLog();
        await using var publisher = Publisher(log, maxWaiting: 3);

        var first = publisher.PublishAsync("abcdefgh", 0, Event, default).AsTask();
        await log.Entered.WaitAsync(TestContext.Current.CancellationToken);
        var waiting = Enumerable.Range(0, 3).Select(_ => publisher.PublishAsync("abcdefgh", 0, Event, default).AsTask()).ToArray();
        var refused = publisher.PublishAsync("abcdefgh", 0, Event, default);
        Assert.True(refused.IsCompleted);
        log.Let.Release(2);

        Assert.True((await refused)?.Overloaded);
        Assert.All(await Task.WhenAll([first, .. waiting]), Assert.Null);
    }

    [Fact]
    public async Task A_failed_append_fails_all_its_votes_and_no_others()
    {
        var log = new HeldLog();
        await using var publisher = Publisher(log);

        var first = publisher.PublishAsync("abcdefgh", 0, Event, default).AsTask();
        await log.Entered.WaitAsync(TestContext.Current.CancellationToken);
        var rest = Enumerable.Range(0, 2).Select(_ => publisher.PublishAsync("abcdefgh", 0, Event, default).AsTask()).ToArray();
        log.Let.Release();
        Assert.Null(await first);
        log.Failure = new IOException("disk");
        log.Let.Release();

        foreach (var vote in rest)
            Assert.False(Assert.IsType<VoteLogException>(await vote).Overloaded);
        log.Failure = null;
        log.Let.Release();
        Assert.Null(await publisher.PublishAsync("abcdefgh", 0, Event, default));
    }

    [Fact]
    public async Task No_append_is_larger_than_it_may_be()
    {
        var log = new HeldLog();
        await using var publisher = Publisher(log, maxAppend: 20);

        var first = publisher.PublishAsync("abcdefgh", 0, Event, default).AsTask();
        await log.Entered.WaitAsync(TestContext.Current.CancellationToken);
        var rest = Enumerable.Range(0, 50).Select(_ => publisher.PublishAsync("abcdefgh", 0, Event, default).AsTask()).ToArray();
        log.Let.Release(4);
        Assert.All(await Task.WhenAll([first, .. rest]), Assert.Null);

        Assert.Equal([1, 20, 20, 10], log.Appends);
    }

    [Fact]
    public async Task An_append_fits_into_what_Event_Hubs_takes_with_all_that_the_wire_adds()
    {
        var log = new HeldLog();
        await using var publisher = Publisher(log, maxAppend: 4_000);
        var large = new byte[99_000];

        var first = publisher.PublishAsync("abcdefgh", 0, Event, default).AsTask();
        await log.Entered.WaitAsync(TestContext.Current.CancellationToken);
        var rest = Enumerable.Range(0, 25).Select(_ => publisher.PublishAsync("abcdefgh", 0, large, default).AsTask()).ToArray();
        log.Let.Release(4);
        Assert.All(await Task.WhenAll([first, .. rest]), Assert.Null);

        Assert.Equal([1, 10, 10, 5], log.Appends);
        Assert.All(log.Bytes, bytes => Assert.InRange(bytes, 1, 1 << 20));
        await Assert.ThrowsAsync<ArgumentOutOfRangeException>(() => publisher.PublishAsync("abcdefgh", 0, new byte[1_000_000], default).AsTask());
    }

    [Fact]
    public async Task Over_all_partitions_no_more_votes_and_bytes_wait_than_may_and_there_is_room_again_when_they_are_through()
    {
        foreach (var (options, size) in new[]
        {
            (new VotingOptions { MaxWaitingTotal = 4 }, 1),
            (new VotingOptions { MaxWaitingBytes = 1_000_000 }, 250_000),
        })
        {
            var log = new HeldLog { Partitions = 8 };
            await using var publisher = Publisher(log, options);

            var taken = Enumerable.Range(0, 4).Select(box => publisher.PublishAsync("abcdefgh", box, new byte[size], default).AsTask()).ToArray();
            var refused = publisher.PublishAsync("abcdefgh", 4, new byte[size], default);
            Assert.True(refused.IsCompleted);
            Assert.True((await refused)?.Overloaded);
            log.Let.Release(5);

            Assert.All(await Task.WhenAll(taken), Assert.Null);
            Assert.Null(await publisher.PublishAsync("abcdefgh", 4, new byte[size], default));
        }
    }

    [Fact]
    public async Task A_vote_that_has_waited_too_long_is_not_sent_any_more()
    {
        var (log, time) = (new HeldLog(), new FakeTimeProvider());
        await using var publisher = Publisher(log, new VotingOptions { MaxAppendTime = TimeSpan.FromSeconds(5) }, time);

        var first = publisher.PublishAsync("abcdefgh", 0, Event, default).AsTask();
        await log.Entered.WaitAsync(TestContext.Current.CancellationToken);
        var late = publisher.PublishAsync("abcdefgh", 0, Event, default).AsTask();
        time.Advance(TimeSpan.FromSeconds(3));
        var inTime = publisher.PublishAsync("abcdefgh", 0, Event, default).AsTask();
        time.Advance(TimeSpan.FromSeconds(3));
        log.Let.Release(2);

        Assert.Null(await inTime);
        Assert.False(Assert.IsType<VoteLogException>(await late).Overloaded);
        Assert.Equal([1, 1], log.Appends);
        Assert.Null(await first);
    }

    [Fact]
    public async Task At_the_end_what_was_taken_still_goes_and_nothing_more_is_taken()
    {
        var log = new HeldLog();
        var publisher = Publisher(log);
        var taken = publisher.PublishAsync("abcdefgh", 0, Event, default).AsTask();
        await log.Entered.WaitAsync(TestContext.Current.CancellationToken);

        var end = publisher.DisposeAsync().AsTask();
        var after = await publisher.PublishAsync("abcdefgh", 0, Event, default);
        Assert.False(end.IsCompleted);
        log.Let.Release();
        await end;

        Assert.Null(await taken);
        Assert.NotNull(after);
    }

    [Fact]
    public void The_boxes_of_a_poll_spread_evenly_over_the_partitions()
    {
        var partitions = Enumerable.Range(0, 64).Select(box => VotePublisher.PartitionOf("k7f3q2xm", box, 32)).CountBy(partition => partition);

        Assert.Equal(32, partitions.Count());
        Assert.All(partitions, partition => Assert.Equal(2, partition.Value));
    }

    private static VotePublisher Publisher(IVoteLog log, int maxWaiting = 1_000, int maxAppend = 1_000) =>
        Publisher(log, new VotingOptions { MaxWaiting = maxWaiting, MaxAppend = maxAppend });

    private static VotePublisher Publisher(IVoteLog log, VotingOptions options, TimeProvider? time = null) =>
        new(log, Options.Create(options), time ?? TimeProvider.System);

    /// <summary>A log whose appends wait until the test lets them go.</summary>
    private sealed class HeldLog : IVoteLog
    {
        public SemaphoreSlim Entered { get; } = new(0);

        public SemaphoreSlim Let { get; } = new(0);

        public List<int> Appends { get; } = [];

        public Exception? Failure { get; set; }

        public int Partitions { get; init; } = 1;

        /// <summary>What each append may take on the wire.</summary>
        public List<int> Bytes { get; } = [];

        public ValueTask<int> GetPartitionCountAsync(CancellationToken cancellationToken) => ValueTask.FromResult(Partitions);

        public async ValueTask AppendAsync(int partition, IReadOnlyList<ReadOnlyMemory<byte>> events, CancellationToken cancellationToken)
        {
            lock (Appends)
            {
                Appends.Add(events.Count);
                Bytes.Add(events.Sum(one => one.Length + IVoteLog.EventOverhead));
            }

            Entered.Release();
            await Let.WaitAsync(cancellationToken);
            if (Failure is not null)
                throw Failure;
        }
    }
}

using LiveTally.Votes;
using Microsoft.Extensions.Options;

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
        await Task.WhenAll([first, .. rest]);

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
        var refused = await Assert.ThrowsAsync<VoteLogException>(() => publisher.PublishAsync("abcdefgh", 0, Event, default).AsTask());
        log.Let.Release(2);
        await Task.WhenAll([first, .. waiting]);

        Assert.True(refused.Overloaded);
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
        await first;
        log.Failure = new IOException("disk");
        log.Let.Release();

        foreach (var vote in rest)
            Assert.False((await Assert.ThrowsAsync<VoteLogException>(() => vote)).Overloaded);
        log.Failure = null;
        log.Let.Release();
        await publisher.PublishAsync("abcdefgh", 0, Event, default);
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
        await Task.WhenAll([first, .. rest]);

        Assert.Equal([1, 20, 20, 10], log.Appends);
    }

    [Fact]
    public void The_boxes_of_a_poll_spread_evenly_over_the_partitions()
    {
        var partitions = Enumerable.Range(0, 64).Select(box => VotePublisher.PartitionOf("k7f3q2xm", box, 32)).CountBy(partition => partition);

        Assert.Equal(32, partitions.Count());
        Assert.All(partitions, partition => Assert.Equal(2, partition.Value));
    }

    private static VotePublisher Publisher(IVoteLog log, int maxWaiting = 1_000, int maxAppend = 1_000) =>
        new(log, Options.Create(new VotingOptions { MaxWaiting = maxWaiting, MaxAppend = maxAppend }));

    /// <summary>A log whose appends wait until the test lets them go.</summary>
    private sealed class HeldLog : IVoteLog
    {
        public SemaphoreSlim Entered { get; } = new(0);

        public SemaphoreSlim Let { get; } = new(0);

        public List<int> Appends { get; } = [];

        public Exception? Failure { get; set; }

        public ValueTask<int> GetPartitionCountAsync(CancellationToken cancellationToken) => ValueTask.FromResult(1);

        public async ValueTask AppendAsync(int partition, IReadOnlyList<ReadOnlyMemory<byte>> events, CancellationToken cancellationToken)
        {
            Appends.Add(events.Count);
            Entered.Release();
            await Let.WaitAsync(cancellationToken);
            if (Failure is not null)
                throw Failure;
        }
    }
}

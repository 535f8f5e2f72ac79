using LiveTally.Votes;
using Microsoft.Extensions.Logging.Abstractions;
using Microsoft.Extensions.Time.Testing;

namespace LiveTally.Tests.Unit;

public sealed class TheGuardOfTheLog
{
    private static readonly VoteLogException Passing = new("Nothing was appended.", overloaded: false) { Transient = true };
    private static readonly VoteLogException Lasting = new("The log is closed.", overloaded: false);
    private static readonly VotingOptions Options = new() { MaxAppendTime = TimeSpan.FromSeconds(10) };

    private readonly FakeTimeProvider _time = new();
    private readonly ScriptedLog _log = new();
    private readonly GuardedVoteLog _guarded;

    public TheGuardOfTheLog() =>
        _guarded = new GuardedVoteLog(_log, Microsoft.Extensions.Options.Options.Create(Options), _time, NullLogger<GuardedVoteLog>.Instance);

    [Fact]
    public async Task An_append_that_fails_for_a_moment_is_sent_again_as_it_was_before_anything_else_of_its_lane()
    {
        _log.Fails(Passing, times: 2);
        await using var publisher = new VotePublisher(_guarded, Microsoft.Extensions.Options.Options.Create(Options), _time);

        var first = publisher.PublishAsync("abcdefgh", 0, new byte[] { 1 }, default).AsTask();
        await UntilAsync(() => _log.Attempts.Count == 1);
        var second = publisher.PublishAsync("abcdefgh", 0, new byte[] { 2 }, default).AsTask();

        Assert.Null(await EndAsync(first));
        Assert.Null(await EndAsync(second));
        Assert.Equal([1, 1, 1, 2], _log.Attempts);
    }

    [Fact]
    public async Task What_fails_for_good_is_not_tried_again()
    {
        _log.Fails(Lasting, times: 1);

        Assert.Same(Lasting, await FailureAsync());
        Assert.Single(_log.Attempts);
    }

    [Fact]
    public async Task After_several_failures_votes_are_refused_at_once_and_told_when_to_come_back()
    {
        _log.Fails(Passing, times: int.MaxValue);

        var opened = await FailureAsync();
        var attempts = _log.Attempts.Count;
        _time.Advance(TimeSpan.FromSeconds(0.5));
        var refused = _guarded.AppendAsync(0, [new byte[1]], default).AsTask();

        Assert.True(refused.IsCompleted);
        var refusal = await Assert.ThrowsAsync<VoteLogException>(() => refused);
        Assert.False(opened.Overloaded || refusal.Overloaded);
        Assert.InRange(refusal.RetryAfter!.Value, TimeSpan.FromSeconds(0.1), TimeSpan.FromSeconds(1.5));
        Assert.Equal((attempts, Options.BreakAfter), (_log.Attempts.Count, attempts));
    }

    [Fact]
    public async Task Another_partition_goes_on_meanwhile()
    {
        _log.Fails(Passing, times: int.MaxValue);
        await FailureAsync();
        _log.Works();

        await Assert.ThrowsAsync<VoteLogException>(() => _guarded.AppendAsync(0, [new byte[1]], default).AsTask());
        await _guarded.AppendAsync(1, [new byte[1]], default);
    }

    [Fact]
    public async Task After_the_pause_one_append_tries_and_if_it_succeeds_all_go_again()
    {
        _log.Fails(Passing, times: int.MaxValue);
        await FailureAsync();
        _log.Works();

        _time.Advance(Options.BreakDuration);
        await _guarded.AppendAsync(0, [new byte[1]], default);
        await _guarded.AppendAsync(0, [new byte[1]], default);
    }

    [Fact]
    public async Task If_the_append_that_tries_fails_the_partition_is_left_alone_again()
    {
        _log.Fails(Passing, times: int.MaxValue);
        await FailureAsync();
        var attempts = _log.Attempts.Count;

        _time.Advance(Options.BreakDuration);
        await FailureAsync();
        await Assert.ThrowsAsync<VoteLogException>(() => _guarded.AppendAsync(0, [new byte[1]], default).AsTask());

        Assert.Equal(attempts + 1, _log.Attempts.Count);
    }

    [Fact]
    public async Task A_throttled_log_is_given_the_time_that_it_asks_for_and_counts_as_working()
    {
        _log.Fails(new VoteLogException("busy", overloaded: true) { Transient = true, RetryAfter = TimeSpan.FromSeconds(4) }, times: 2);

        var append = _guarded.AppendAsync(0, [new byte[1]], default).AsTask();
        _time.Advance(TimeSpan.FromSeconds(3.9));
        Assert.Single(_log.Attempts);
        await EndAsync(append);

        Assert.Equal(3, _log.Attempts.Count);
        Assert.InRange(_time.GetUtcNow() - _time.Start, TimeSpan.FromSeconds(8), TimeSpan.FromSeconds(9));
    }

    [Fact]
    public async Task All_tries_together_take_no_longer_than_a_vote_may()
    {
        _log.Fails(new VoteLogException("busy", overloaded: true) { Transient = true }, times: int.MaxValue);

        var failure = await FailureAsync();

        Assert.False(failure.Overloaded);
        Assert.InRange(_time.GetUtcNow() - _time.Start, TimeSpan.FromSeconds(9), Options.MaxAppendTime + TimeSpan.FromSeconds(0.2));
    }

    [Fact]
    public async Task An_append_that_hangs_is_given_up_when_its_votes_would_be_late()
    {
        _log.Hangs = true;

        await FailureAsync();

        Assert.Single(_log.Attempts);
    }

    private async Task<VoteLogException> FailureAsync() =>
        await Assert.ThrowsAsync<VoteLogException>(() => EndAsync(_guarded.AppendAsync(0, [new byte[1]], default).AsTask()));

    /// <summary>Turns the clock until the task ends.</summary>
    private async Task<T> EndAsync<T>(Task<T> task)
    {
        await EndAsync((Task)task);
        return await task;
    }

    private async Task EndAsync(Task task)
    {
        for (var steps = 0; !task.IsCompleted && steps < 10_000; steps++)
        {
            _time.Advance(TimeSpan.FromMilliseconds(10));

            // What the clock has woken needs a moment of the real one.
            await Task.WhenAny(task, Task.Delay(1));
        }

        Assert.True(task.IsCompleted);
        await task;
    }

    private static async Task UntilAsync(Func<bool> condition)
    {
        while (!condition())
            await Task.Delay(1, TestContext.Current.CancellationToken);
    }

    /// <summary>A log that fails as it is told to, and remembers the first byte of every attempt.</summary>
    private sealed class ScriptedLog : IVoteLog
    {
        private VoteLogException? _failure;
        private int _times;

        public List<byte> Attempts { get; } = [];

        public bool Hangs { get; set; }

        public void Fails(VoteLogException failure, int times) => (_failure, _times) = (failure, times);

        public void Works() => _times = 0;

        public ValueTask<int> GetPartitionCountAsync(CancellationToken cancellationToken) => ValueTask.FromResult(2);

        public async ValueTask AppendAsync(int partition, IReadOnlyList<ReadOnlyMemory<byte>> events, CancellationToken cancellationToken)
        {
            Attempts.AddRange(events.Select(one => one.Span[0]));
            if (Hangs)
                await Task.Delay(Timeout.Infinite, cancellationToken);
            if (_times > 0)
            {
                _times--;
                throw _failure!;
            }
        }
    }
}

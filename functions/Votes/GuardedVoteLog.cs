using System.Collections.Concurrent;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Options;
using Polly;
using Polly.CircuitBreaker;
using Polly.Retry;
using Polly.Timeout;

namespace LiveTally.Votes;

/// <summary>
/// The vote log with retries and, for each partition, a circuit breaker before it (decision 0009). An append is tried again as it is, before
/// anything else of its caller goes, so order is kept; one that has been appended all the same, and nobody was told, is then there twice, which
/// changes nothing: a box knows its votes by their names, and takes its first marker of each kind.
/// </summary>
internal sealed class GuardedVoteLog(IVoteLog log, IOptions<VotingOptions> options, TimeProvider time, ILogger<GuardedVoteLog> logger) : IVoteLog
{
    private static readonly TimeSpan MaxPause = TimeSpan.FromMilliseconds(500);

    private readonly VotingOptions _options = options.Value;
    private readonly ConcurrentDictionary<int, ResiliencePipeline> _pipelines = new();

    public ValueTask<int> GetPartitionCountAsync(CancellationToken cancellationToken) => log.GetPartitionCountAsync(cancellationToken);

    public async ValueTask AppendAsync(int partition, IReadOnlyList<ReadOnlyMemory<byte>> events, CancellationToken cancellationToken)
    {
        var pipeline = _pipelines.GetOrAdd(partition, static (of, self) => self.Build(of), this);
        try
        {
            await pipeline.ExecuteAsync(
                static (append, ct) => append.log.AppendAsync(append.partition, append.events, ct), (log, partition, events), cancellationToken);
        }
        catch (BrokenCircuitException e)
        {
            throw new VoteLogException("The log has failed several times and is left alone for a moment.", overloaded: false, e) { RetryAfter = e.RetryAfter };
        }
        catch (TimeoutRejectedException e)
        {
            throw new VoteLogException($"The log did not take the votes within {_options.MaxAppendTime}; it may have them.", overloaded: false, e);
        }
    }

    private ResiliencePipeline Build(int partition) => new ResiliencePipelineBuilder { TimeProvider = time }
        .AddTimeout(_options.MaxAppendTime)
        .AddRetry(new RetryStrategyOptions
        {
            ShouldHandle = static attempt => ValueTask.FromResult(attempt.Outcome.Exception is VoteLogException { Transient: true }),
            MaxRetryAttempts = int.MaxValue,
            BackoffType = DelayBackoffType.Exponential,
            UseJitter = true,
            Delay = _options.RetryDelay,
            MaxDelay = MaxPause > _options.RetryDelay ? MaxPause : _options.RetryDelay,

            // A log that is throttled says how long it wants to be left alone.
            DelayGenerator = static attempt => ValueTask.FromResult((attempt.Outcome.Exception as VoteLogException)?.RetryAfter),
        })
        .AddCircuitBreaker(new CircuitBreakerStrategyOptions
        {
            // A busy log works: what does not fit into it waits, and then there is 503 overloaded.
            ShouldHandle = static attempt => ValueTask.FromResult(
                attempt.Outcome.Exception is not (null or VoteLogException { Overloaded: true } or OperationCanceledException)),
            FailureRatio = 0.5,
            MinimumThroughput = _options.BreakAfter,
            SamplingDuration = _options.BreakWindow,
            BreakDuration = _options.BreakDuration,
            OnOpened = opened =>
            {
                Log.LogLeftAlone(logger, opened.Outcome.Exception, partition, opened.BreakDuration);
                return default;
            },
            OnClosed = closed =>
            {
                Log.LogBack(logger, partition);
                return default;
            },
        })
        .Build();
}

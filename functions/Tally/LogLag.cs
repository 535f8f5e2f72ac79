using System.Collections.Concurrent;
using System.Diagnostics.Metrics;
using LiveTally.Operations;
using LiveTally.Votes;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;

namespace LiveTally.Tally;

/// <summary>How far the counting is behind the log, in the partitions that this instance counts.</summary>
public sealed class LogLag : BackgroundService
{
    // A partition that brings nothing for so long although there is something is another instance's by now.
    private static readonly TimeSpan Ours = TimeSpan.FromMinutes(1);

    private readonly ConcurrentDictionary<int, Position> _positions = new();
    private readonly ObservableGauge<long> _gauge;
    private readonly IVoteLogEnds _ends;
    private readonly TimeProvider _time;
    private readonly ILogger<LogLag> _logger;

    public LogLag(IVoteLogEnds ends, TimeProvider time, ILogger<LogLag> logger)
    {
        (_ends, _time, _logger) = (ends, time, logger);
        _gauge = Telemetry.ObserveLogLag(Measure);
    }

    /// <summary>A batch is at hand; it stays at hand until it is done, however often it is tried.</summary>
    public void Begin(int partition, long first)
    {
        var position = _positions.GetOrAdd(partition, static (_, first) => new Position(first - 1), first);
        position.Begin(_time.GetTimestamp());
    }

    /// <summary>Everything up to an event is counted, or parked.</summary>
    public void Done(int partition, long last)
    {
        if (_positions.TryGetValue(partition, out var position))
            position.Done(last, _time.GetTimestamp());
    }

    /// <summary>Asks the log for its ends.</summary>
    /// <exception cref="VoteLogException">The log does not answer.</exception>
    public async Task UpdateAsync(CancellationToken cancellationToken)
    {
        foreach (var (partition, position) in _positions)
        {
            position.Update(await _ends.LastSequenceNumberAsync(partition, cancellationToken));
            if (position.IsIdle && _time.GetElapsedTime(position.Timestamp) > Ours)
                _positions.TryRemove(partition, out _);
        }
    }

    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        Telemetry.Begin();
        using var timer = new PeriodicTimer(_ends.Interval, _time);
        while (await timer.WaitForNextTickAsync(stoppingToken))
        {
            try
            {
                if (_gauge.Enabled)
                    await UpdateAsync(stoppingToken);
            }
            catch (VoteLogException e)
            {
                Log.LagUnknown(_logger, e);
            }
        }
    }

    private IEnumerable<Measurement<long>> Measure()
    {
        foreach (var (partition, position) in _positions)
        {
            if (position.Lag is { } lag)
                yield return new Measurement<long>(lag, new KeyValuePair<string, object?>("partition", Partitions.Name(partition)));
        }
    }

    private sealed class Position(long done)
    {
        private readonly Lock _gate = new();
        private long _done = done;
        private bool _atHand;

        public long? Lag { get; private set; }

        public long Timestamp { get; private set; }

        /// <summary>There is something to count, and none of it is at hand.</summary>
        public bool IsIdle => !_atHand && Lag > 0;

        public void Begin(long timestamp)
        {
            lock (_gate)
                (_atHand, Timestamp) = (true, timestamp);
        }

        public void Done(long last, long timestamp)
        {
            lock (_gate)
                (_atHand, _done, Timestamp) = (false, long.Max(_done, last), timestamp);
        }

        public void Update(long last)
        {
            lock (_gate)
                Lag = long.Max(0, last - _done);
        }
    }
}

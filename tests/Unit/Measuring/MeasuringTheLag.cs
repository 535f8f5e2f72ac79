using System.Diagnostics.Metrics;
using LiveTally.Operations;
using LiveTally.Tally;
using LiveTally.Votes;
using Microsoft.Extensions.Logging.Abstractions;

namespace LiveTally.Tests.Unit.Measuring;

public sealed class MeasuringTheLag
{
    private static int s_partition;

    // Of this test alone: what other tests have made measures too.
    private readonly int _partition = Interlocked.Increment(ref s_partition);
    private readonly Log _log = new();
    private readonly Clock _clock = new();

    [Fact]
    public async Task It_is_what_the_log_has_beyond_the_last_event_that_is_done()
    {
        using var lag = New();
        Assert.Empty(Measured());

        lag.Begin(_partition, 10);
        Assert.Equal([41L], await UpdatedAsync(lag, last: 50));

        lag.Done(_partition, 30);
        Assert.Equal([20L], await UpdatedAsync(lag, last: 50));

        lag.Begin(_partition, 31);
        lag.Done(_partition, 50);
        Assert.Equal([0L], await UpdatedAsync(lag, last: 50));
    }

    [Fact]
    public async Task What_is_delivered_again_does_not_take_it_back()
    {
        using var lag = New();
        lag.Begin(_partition, 0);
        lag.Done(_partition, 50);

        lag.Begin(_partition, 20);
        lag.Done(_partition, 40);

        Assert.Equal([0L], await UpdatedAsync(lag, last: 50));
    }

    [Fact]
    public async Task A_partition_whose_batch_fails_again_and_again_is_still_told()
    {
        using var lag = New();
        lag.Begin(_partition, 0);
        await UpdatedAsync(lag, last: 50);

        _clock.Now += TimeSpan.FromHours(1);

        Assert.Equal([61L], await UpdatedAsync(lag, last: 60));
    }

    [Fact]
    public async Task A_partition_that_brings_nothing_more_although_there_is_something_is_another_instances()
    {
        using var lag = New();
        lag.Begin(_partition, 0);
        lag.Done(_partition, 50);
        Assert.Equal([10L], await UpdatedAsync(lag, last: 60));

        _clock.Now += TimeSpan.FromSeconds(61);

        Assert.Empty(await UpdatedAsync(lag, last: 60));
    }

    private LogLag New() => new(_log, _clock, NullLogger<LogLag>.Instance);

    private async Task<IReadOnlyList<long>> UpdatedAsync(LogLag lag, long last)
    {
        _log.Last = last;
        await lag.UpdateAsync(TestContext.Current.CancellationToken);
        return Measured();
    }

    private List<long> Measured()
    {
        var measured = new List<long>();
        using var listener = new MeterListener
        {
            InstrumentPublished = (instrument, listener) =>
            {
                if (instrument.Meter.Name == Telemetry.Name && instrument.IsObservable)
                    listener.EnableMeasurementEvents(instrument);
            },
        };
        listener.SetMeasurementEventCallback<long>((_, value, tags, _) =>
        {
            if (tags[0].Value is string name && name == $"{_partition}")
                measured.Add(value);
        });
        listener.Start();
        listener.RecordObservableInstruments();
        return measured;
    }

    private sealed class Log : IVoteLogEnds
    {
        public TimeSpan Interval => TimeSpan.FromSeconds(1);

        public long Last { get; set; }

        public ValueTask<long> LastSequenceNumberAsync(int partition, CancellationToken cancellationToken) => ValueTask.FromResult(Last);
    }

    private sealed class Clock : TimeProvider
    {
        public TimeSpan Now { get; set; }

        public override long TimestampFrequency => TimeSpan.TicksPerSecond;

        public override long GetTimestamp() => Now.Ticks;
    }
}

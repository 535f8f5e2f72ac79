using System.Diagnostics.Metrics;
using LiveTally.Operations;
using LiveTally.Tally;
using LiveTally.Votes;

namespace LiveTally.Tests.Unit.Measuring;

public sealed class MeasuringCommits
{
    private static readonly DateTimeOffset Start = DateTimeOffset.UnixEpoch.AddDays(20_000);
    private static readonly BoxRules Rules = new(LiveTally.Polls.PollKind.Single, Options: 2, MaxChoices: 1, AllowChange: false);

    [Fact]
    public void Each_vote_is_measured_by_what_became_of_it_and_how_long_it_took()
    {
        BoxEvent[] events =
        [
            Vote(1, voter: 1, at: 0), Vote(2, voter: 1, at: 1), Vote(3, voter: 2, at: 2, choice: 9), new CloseMarker(4, Start.AddSeconds(3)), Vote(5, voter: 3, at: 5),
        ];

        var measured = Measure(events, now: Start.AddSeconds(6));

        Assert.Equal([("livetally.commit.size", "", 5.0)], measured.Where(one => one.Name == "livetally.commit.size"));
        Assert.Equal(
            [
                ("livetally.votes.counted", "", 1.0), ("livetally.votes.duplicate", "", 1), ("livetally.votes.rejected", "closed", 1),
                ("livetally.votes.rejected", "invalidChoice", 1), ("livetally.votes.superseded", "", 0),
            ],
            measured.Where(one => one.Name.StartsWith("livetally.votes", StringComparison.Ordinal)).Order());
        Assert.Equal([6.0, 5, 4, 1], measured.Where(one => one.Name == "livetally.vote.commit.duration").Select(one => one.Value));
    }

    [Fact]
    public void Events_that_were_in_already_are_not_measured()
    {
        var first = Vote(1, voter: 1, at: 0);
        var state = new BoxState(BoxHead.Empty("aaaaaaaa", 0, Rules));
        state.Fold(BallotBox.Apply(state, Rules, 0, [first])!);

        var measured = Measure([first, Vote(2, voter: 2, at: 2)], now: Start.AddSeconds(3), state);

        Assert.Equal([1.0], measured.Where(one => one.Name == "livetally.votes.counted").Select(one => one.Value));
        Assert.Equal([1.0], measured.Where(one => one.Name == "livetally.vote.commit.duration").Select(one => one.Value));
    }

    [Fact]
    public void A_clock_that_is_behind_does_not_make_a_time_below_zero() =>
        Assert.Equal([0.0], Measure([Vote(1, voter: 1, at: 5)], now: Start).Where(one => one.Name == "livetally.vote.commit.duration").Select(one => one.Value));

    [Fact]
    public void The_oldest_vote_is_the_oldest_of_those_that_count()
    {
        BoxEvent[] events = [Vote(1, voter: 1, at: 4), Vote(2, voter: 1, at: 1), Vote(3, voter: 2, at: 3), Vote(4, voter: 3, at: 5)];

        Assert.Equal(Start.AddSeconds(3), CommitTelemetry.OldestCounted(Change(events), events));
        Assert.Null(CommitTelemetry.OldestCounted(Change([new SealMarker(1)]), [new SealMarker(1)]));
    }

    private static BoxChange Change(BoxEvent[] events, BoxState? state = null) =>
        BallotBox.Apply(state ?? new BoxState(BoxHead.Empty("aaaaaaaa", 0, Rules)), Rules, 0, events)!;

    private static CastVote Vote(long sequenceNumber, int voter, int at, byte choice = 0)
    {
        Span<byte> key = stackalloc byte[16];
        key.Clear();
        key[0] = (byte)voter;
        return new CastVote(sequenceNumber, BallotKey.Read(key), Guid.CreateVersion7(Start.AddSeconds(sequenceNumber)), [choice], Start.AddSeconds(at));
    }

    // What this thread measures; other tests measure at the same time.
    private static List<(string Name, string Tag, double Value)> Measure(BoxEvent[] events, DateTimeOffset now, BoxState? state = null)
    {
        var change = Change(events, state);
        var measured = new List<(string, string, double)>();
        var thread = Environment.CurrentManagedThreadId;
        void Add(Instrument instrument, double value, ReadOnlySpan<KeyValuePair<string, object?>> tags)
        {
            if (Environment.CurrentManagedThreadId == thread)
                measured.Add((instrument.Name, tags.IsEmpty ? "" : (string)tags[0].Value!, value));
        }

        using var listener = new MeterListener
        {
            InstrumentPublished = (instrument, listener) =>
            {
                if (instrument.Meter.Name == Telemetry.Name)
                    listener.EnableMeasurementEvents(instrument);
            },
        };
        listener.SetMeasurementEventCallback<long>((instrument, value, tags, _) => Add(instrument, value, tags));
        listener.SetMeasurementEventCallback<int>((instrument, value, tags, _) => Add(instrument, value, tags));
        listener.SetMeasurementEventCallback<double>((instrument, value, tags, _) => Add(instrument, value, tags));
        listener.Start();
        CommitTelemetry.Committed(change, events, now);
        return measured;
    }
}

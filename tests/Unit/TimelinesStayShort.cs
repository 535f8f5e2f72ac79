using System.Text.Json;
using CsCheck;
using LiveTally.Operations;
using LiveTally.Results;

namespace LiveTally.Tests.Unit;

public sealed class TimelinesStayShort
{
    private static readonly DateTimeOffset Start = DateTimeOffset.UnixEpoch.AddYears(60);

    // Pauses between merges, in milliseconds: bursts, a steady stream, lulls of hours; and clocks that are set back.
    private static readonly Gen<int[]> Pauses = Gen.Frequency(
        (6, Gen.Int[0, 1_500]), (3, Gen.Int[0, 20_000]), (1, Gen.Int[0, 10_000_000]), (1, Gen.Int[-5_000, 0])).Array[0, 1_500];

    [Fact]
    public void However_long_a_poll_is_its_points_are_few_apart_in_order_and_true() => Pauses.Sample(
        pauses =>
        {
            var merges = Merges(pauses);
            var timeline = Timeline.Empty("abcdefgh");
            foreach (var results in merges)
                timeline = timeline.With(results);
            var shown = merges.Count == 0 ? timeline.Points : timeline.Until(merges[^1]);

            Assert.InRange(timeline.Points.Length, Math.Min(merges.Count, 1), Timeline.MaxPoints - 1);
            Assert.InRange(shown.Length, 0, Timeline.MaxPoints);
            Assert.All(timeline.Points.Zip(timeline.Points.Skip(1)), pair => Assert.True(pair.Second.At - pair.First.At >= TimeSpan.FromSeconds(timeline.Interval)));
            Assert.All(shown.Zip(shown.Skip(1)), pair => Assert.True(pair.First.Ballots < pair.Second.Ballots && pair.First.At <= pair.Second.At));
            Assert.All(timeline.Points, point => Assert.Contains(merges, results => TimelinePoint.Of(results) == point));
            Assert.Equal(merges.Count == 0 ? 0 : merges[^1].Ballots, shown.Length == 0 ? 0 : shown[^1].Ballots);
            Assert.True(timeline.Interval == 1 || timeline.Points.Length >= Timeline.MaxPoints / 2);
        },
        iter: 300);

    [Fact]
    public void The_first_point_stays_for_ever()
    {
        var timeline = Timeline.Empty("abcdefgh");
        foreach (var results in Merges(Enumerable.Repeat(1_000, 5_000)))
            timeline = timeline.With(results);

        Assert.Equal(1, timeline.Points[0].Ballots);
        Assert.Equal(32, timeline.Interval);
        Assert.InRange(timeline.Points.Length, 150, 299);
    }

    [Fact]
    public void The_final_tally_is_a_point_whenever_it_comes()
    {
        var merges = Merges([1_000, 1, 1]);
        var final = merges[2] with { Final = new FinalResult("root") };

        var timeline = merges[..2].Append(final).Aggregate(Timeline.Empty("abcdefgh"), (line, results) => line.With(results));

        Assert.Equal(final.Ballots, timeline.Points[^1].Ballots);
        Assert.Equal(timeline.Points, timeline.Until(final));
    }

    [Fact]
    public void Whoever_asks_sees_the_current_tally_last_and_only_once()
    {
        var merges = Merges([1_000, 10]);
        var timeline = Timeline.Empty("abcdefgh").With(merges[0]).With(merges[1]);

        Assert.Equal([1L], timeline.Points.Select(point => point.Ballots));
        Assert.Equal([1L, 2L], timeline.Until(merges[1]).Select(point => point.Ballots));
        Assert.Equal([1L], timeline.Until(merges[0]).Select(point => point.Ballots));
    }

    [Fact]
    public void The_results_know_when_the_next_point_is_due_without_reading_the_timeline()
    {
        var merges = Merges([1_000, 999, 1, 1]);
        var timeline = Timeline.Empty("abcdefgh").With(merges[0]);
        var current = merges[0] with { PointDueAt = timeline.DueAt };

        Assert.True(merges[0].IsPointDue(new ResultsDocument { PollId = "abcdefgh" }));
        Assert.False((merges[1] with { PointDueAt = current.PointDueAt }).IsPointDue(current));
        Assert.True((merges[2] with { PointDueAt = current.PointDueAt }).IsPointDue(current));
        Assert.True((merges[1] with { PointDueAt = current.PointDueAt, Final = new FinalResult("root") }).IsPointDue(current));
        Assert.False((current with { AsOf = merges[2].AsOf }).IsPointDue(current));
    }

    [Fact]
    public void A_full_timeline_of_two_options_has_28_KB()
    {
        var timeline = Timeline.Empty("abcdefgh");
        foreach (var results in Merges(Enumerable.Repeat(1_000, 299)))
            timeline = timeline.With(results with { Ballots = results.Ballots + 10_000, Counts = [results.Ballots + 5_000, results.Ballots + 5_000] });

        Assert.InRange(JsonSerializer.SerializeToUtf8Bytes(timeline, AppJson.Default.Timeline).Length, 20_000, 28_000);
    }

    private static List<ResultsDocument> Merges(IEnumerable<int> pauses)
    {
        var merges = new List<ResultsDocument>();
        var at = Start;
        foreach (var pause in pauses)
        {
            at = at.AddMilliseconds(pause);
            merges.Add(new ResultsDocument { PollId = "abcdefgh", Version = merges.Count + 1, Ballots = merges.Count + 1, Counts = [merges.Count + 1, 0], AsOf = at });
        }

        return merges;
    }
}

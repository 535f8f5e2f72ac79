using System.Globalization;
using LiveTally.Local.EventHubs;
using LiveTally.Tests.EventHubs.Host;

namespace LiveTally.Tests.EventHubs;

public sealed class KilledUnderLoad
{
    private const int Partitions = 4;

    /// <summary>How often the process is killed: 20 times, or as <c>LIVETALLY_KILL_ROUNDS</c> says.</summary>
    private static readonly int Rounds =
        int.Parse(Environment.GetEnvironmentVariable("LIVETALLY_KILL_ROUNDS") ?? "20", CultureInfo.InvariantCulture);

    private readonly List<Acknowledged> acknowledged = [];
    private readonly long[] next = new long[Partitions];

    [Fact]
    public async Task A_process_killed_under_load_loses_nothing_acknowledged_and_keeps_no_half_of_an_append()
    {
        await using var test = new TestLog();
        var moments = new Random(1);
        for (var round = 0; round < Rounds; round++)
        {
            using var process = HostProcess.Start("load", test.Directory, $"{round}");
            var lines = (await process.KillAsync(TimeSpan.FromMilliseconds(moments.Next(150)))).ConvertAll(line => line.Split(' '));
            lines.RemoveAll(line => line[^1] != "ok");
            var ofRound = lines.Where(line => line[0] == "append").Select(line => Acknowledged.Parse(round, line)).ToList();
            Assert.NotEmpty(ofRound);
            acknowledged.AddRange(ofRound);

            await using var log = test.Open(LogOptions.In(""));
            await CheckAsync(log, next, ofRound);
            await CheckCheckpointsAsync(log, lines);
            for (var partition = 0; partition < Partitions; partition++)
                next[partition] = log.GetProperties(partition).LastEnqueuedSequenceNumber + 1;
        }

        // What a later round may have done to what an earlier one wrote.
        await using var last = test.Open(LogOptions.In(""));
        await CheckAsync(last, new long[Partitions], acknowledged);
        TestContext.Current.TestOutputHelper?.WriteLine(
            $"{Rounds} kills, {acknowledged.Count} appends acknowledged, {next.Sum()} events, {test.Segments.Length} segments, {test.Logged.Warnings.Count} torn tails");
    }

    /// <summary>From these numbers on, every event is what it says it is, appends are whole, and what was acknowledged is where it was said.</summary>
    private static async Task CheckAsync(EventLog log, long[] from, IReadOnlyList<Acknowledged> expected)
    {
        var found = new HashSet<(int Partition, long First, LoadAppend Append)>();
        for (var partition = 0; partition < Partitions; partition++)
        {
            var events = await log.ReadAsync(partition, from[partition]);
            events.AssertGapless(from[partition]);
            for (var first = 0; first < events.Count;)
            {
                var (append, place, _) = LoadAppend.Of(events[first].Body.Span);
                Assert.Equal(0, place);
                var bodies = append.Events();
                for (var i = 0; i < bodies.Length; i++)
                    Assert.True(events[first + i].Body.Span.SequenceEqual(bodies[i].Span), $"Event {events[first + i].SequenceNumber} of partition {partition} differs.");
                found.Add((partition, events[first].SequenceNumber, append));
                first += bodies.Length;
            }
        }

        Assert.Superset(expected.Select(append => (append.Partition, append.First, append.Append)).ToHashSet(), found);
    }

    private static async Task CheckCheckpointsAsync(EventLog log, List<string[]> lines)
    {
        foreach (var said in lines.Where(line => line[0] == "checkpoint").GroupBy(line => int.Parse(line[1], CultureInfo.InvariantCulture)))
        {
            var kept = await log.Checkpoints.ReadAsync("load", said.Key);
            Assert.InRange(kept!.Value, long.Parse(said.Last()[2], CultureInfo.InvariantCulture), log.GetProperties(said.Key).LastEnqueuedSequenceNumber);
        }
    }

    private readonly record struct Acknowledged(int Partition, long First, LoadAppend Append)
    {
        public static Acknowledged Parse(int round, string[] line)
        {
            var numbers = line[1..^1].Select(part => long.Parse(part, CultureInfo.InvariantCulture)).ToArray();
            return new Acknowledged((int)numbers[0], numbers[1], new LoadAppend(round, (int)numbers[2], (int)numbers[3]));
        }
    }
}

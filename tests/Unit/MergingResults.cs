using CsCheck;
using LiveTally.Polls;
using LiveTally.Results;

namespace LiveTally.Tests.Unit;

public sealed class MergingResults
{
    private const int BoxCount = 6;

    private static readonly ResultsDocument Empty = new() { PollId = "abcdefgh", Counts = [0, 0] };

    // A box's tally is a function of how many entries it has seen: one box never shows two tallies of the same age.
    private static readonly Gen<KeyValuePair<int, BoxTally>> SomeBox =
        Gen.Select(Gen.Int[0, 5], Gen.Int[0, 50]).Select((box, entries) => KeyValuePair.Create(box, new BoxTally(entries, entries, [entries / 2, entries - (entries / 2)])));

    [Fact]
    public void Order_repetition_and_loss_of_older_states_change_nothing() =>
        Gen.Select(SomeBox.Array[0, 40], Gen.Int).Sample((states, seed) =>
        {
            var newest = states.GroupBy(state => state.Key).Select(box => box.MaxBy(state => state.Value.Entries)).ToArray();
            var shuffled = states.Concat(states).ToArray();
            new Random(seed).Shuffle(shuffled);

            var merged = shuffled.Aggregate(Empty, (results, state) => Merge(results, [state]));

            Assert.Equal(newest.Sum(box => box.Value.Ballots), merged.Ballots);
            Assert.Equal([newest.Sum(box => box.Value.Counts[0]), newest.Sum(box => box.Value.Counts[1])], merged.Counts);
        });

    [Fact]
    public void Nothing_new_is_no_new_version()
    {
        var results = Merge(Empty, [KeyValuePair.Create(0, new BoxTally(3, 3, [1, 2]))]);

        Assert.Null(results.Merge([KeyValuePair.Create(0, new BoxTally(3, 3, [1, 2])), KeyValuePair.Create(0, new BoxTally(2, 2, [1, 1]))], PollState.Open, BoxCount, default));
    }

    [Fact]
    public void Every_change_is_the_next_version()
    {
        var first = Merge(Empty, [KeyValuePair.Create(0, new BoxTally(3, 3, [1, 2]))]);
        var second = Merge(first, [KeyValuePair.Create(1, new BoxTally(1, 1, [1, 0]))]);

        Assert.Equal((1, 2), (first.Version, second.Version));
    }

    [Fact]
    public void The_state_only_moves_forward()
    {
        var closing = Empty.Merge([], PollState.Closing, BoxCount, default)!;

        Assert.Equal(PollState.Closing, closing.State);
        Assert.Null(closing.Merge([], PollState.Open, BoxCount, default));
    }

    [Fact]
    public void What_nobody_can_see_is_kept_without_a_new_version()
    {
        var first = Merge(Empty, [KeyValuePair.Create(0, new BoxTally(3, 3, [1, 2]))]);

        var second = Merge(first, [KeyValuePair.Create(0, new BoxTally(5, 3, [1, 2]))]);

        Assert.Equal((first.Version, first.AsOf), (second.Version, second.AsOf));
        Assert.Equal(second, Merge(second, [KeyValuePair.Create(0, new BoxTally(4, 3, [2, 1]))]));
    }

    [Fact]
    public void It_is_final_when_the_last_box_is_sealed_and_not_before()
    {
        var sealedBoxes = Enumerable.Range(0, BoxCount).Select(box => KeyValuePair.Create(box, new BoxTally(1, 0, [0, 0], Seal: [(byte)box]))).ToArray();

        var almost = sealedBoxes[1..].Aggregate(Empty, (results, box) => Merge(results, [box]));
        var final = Merge(almost, sealedBoxes[..1]);

        Assert.Null(almost.Final);
        Assert.Equal(PollState.Final, final.State);
        Assert.Equal(FinalResult.RootOf([[0], [1], [2], [3], [4], [5]]), final.Final!.Root);
    }

    [Fact]
    public void A_final_result_is_never_written_again()
    {
        var final = Empty with { Final = new FinalResult("root"), Version = 9 };

        Assert.Null(final.Merge([KeyValuePair.Create(0, new BoxTally(99, 99, [99, 0]))], PollState.Final, BoxCount, default));
    }

    private static ResultsDocument Merge(ResultsDocument results, IEnumerable<KeyValuePair<int, BoxTally>> boxes) =>
        results.Merge(boxes, PollState.Open, BoxCount, default) ?? results;
}

using CsCheck;
using LiveTally.Polls;
using LiveTally.Results;

namespace LiveTally.Tests.Unit;

public sealed class MergingResults
{
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

            var merged = shuffled.Aggregate(ResultsDocument.Empty("abcdefgh", 2), (results, state) => Merge(results, [state]));

            Assert.Equal(newest.Sum(box => box.Value.Ballots), merged.Ballots);
            Assert.Equal([newest.Sum(box => box.Value.Counts[0]), newest.Sum(box => box.Value.Counts[1])], merged.Counts);
        });

    [Fact]
    public void Nothing_new_is_no_new_version()
    {
        var results = Merge(ResultsDocument.Empty("abcdefgh", 2), [KeyValuePair.Create(0, new BoxTally(3, 3, [1, 2]))]);

        Assert.Null(results.Merge([KeyValuePair.Create(0, new BoxTally(3, 3, [1, 2])), KeyValuePair.Create(0, new BoxTally(2, 2, [1, 1]))], PollState.Open, default));
    }

    [Fact]
    public void Every_change_is_the_next_version()
    {
        var first = Merge(ResultsDocument.Empty("abcdefgh", 2), [KeyValuePair.Create(0, new BoxTally(3, 3, [1, 2]))]);
        var second = Merge(first, [KeyValuePair.Create(1, new BoxTally(1, 1, [1, 0]))]);

        Assert.Equal((1, 2), (first.Version, second.Version));
    }

    [Fact]
    public void The_state_only_moves_forward()
    {
        var closing = ResultsDocument.Empty("abcdefgh", 2).Merge([], PollState.Closing, default)!;

        Assert.Equal(PollState.Closing, closing.State);
        Assert.Null(closing.Merge([], PollState.Open, default));
    }

    private static ResultsDocument Merge(ResultsDocument results, IEnumerable<KeyValuePair<int, BoxTally>> boxes) =>
        results.Merge(boxes, PollState.Open, default) ?? results;
}

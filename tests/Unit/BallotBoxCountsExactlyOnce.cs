using CsCheck;
using LiveTally.Tally;

namespace LiveTally.Tests.Unit;

public sealed class BallotBoxCountsExactlyOnce
{
    public static TheoryData<bool> AllowChange => [false, true];

    [Theory, MemberData(nameof(AllowChange))]
    public void The_tally_is_what_the_rules_say(bool allowChange) => Boxes.Log.Sample(log =>
        Boxes.AssertTally(Boxes.After(Rules(allowChange), log), Boxes.Expected(Rules(allowChange), log)));

    [Theory, MemberData(nameof(AllowChange))]
    public void Redelivery_in_any_cut_gives_the_same_bytes(bool allowChange) =>
        Gen.Select(Boxes.Log, Gen.Select(Gen.Double.Unit, Gen.Int[1, 20]).Array[0, 30]).Sample((log, deliveries) =>
        {
            // The log goes back to any point that it has been at, and on from there, in batches of any size.
            var state = Boxes.Empty();
            var reached = 0;
            foreach (var (back, length) in deliveries.Append((1.0, log.Length)))
            {
                var from = (int)(back * reached);
                var batch = log.Skip(from).Take(length).ToArray();
                reached = Math.Max(reached, from + batch.Length);
                if (BallotBox.Apply(state, Rules(allowChange), Boxes.Partition, batch) is { } change)
                    state.Fold(change);
            }

            if (BallotBox.Apply(state, Rules(allowChange), Boxes.Partition, log) is { } rest)
                state.Fold(rest);
            Boxes.AssertSameBytes(Boxes.After(Rules(allowChange), log).Head, state.Head);
        });

    [Theory, MemberData(nameof(AllowChange))]
    public void Two_owners_of_one_box_give_the_same_bytes(bool allowChange)
    {
        var conflicts = 0;
        Gen.Select(Boxes.Log, Gen.Select(Gen.Bool, Gen.Int[1, 20], Gen.Int[0, 10]).Array[1, 40]).Sample((log, turns) =>
        {
            var stored = new StoredBox();
            var owners = new[] { new Owner(stored, log, Rules(allowChange)), new Owner(stored, log, Rules(allowChange)) };
            foreach (var (second, length, back) in turns)
                owners[second ? 1 : 0].Deliver(length, back);
            owners[0].Deliver(log.Length, log.Length);

            Boxes.AssertSameBytes(Boxes.After(Rules(allowChange), log).Head, stored.Load().State.Head);
            Boxes.AssertTally(stored.Load().State, Boxes.Expected(Rules(allowChange), log));
            Interlocked.Add(ref conflicts, stored.Conflicts);
        });

        Assert.True(conflicts > 0, "The owners never got into each other's way.");
    }

    [Fact]
    public void Changes_of_vote_may_arrive_in_any_order() =>
        Gen.Select(Boxes.Log, Gen.Int).Sample((log, seed) =>
        {
            // Vote ids name votes: one id, one set of choices.
            var votes = log.DistinctBy(vote => (vote.BallotKey, vote.VoteId)).ToArray();
            var shuffled = votes.ToArray();
            new Random(seed).Shuffle(shuffled);
            shuffled = [.. shuffled.Select((vote, i) => vote with { SequenceNumber = i })];

            Boxes.AssertTally(Boxes.After(Boxes.NewestCounts, shuffled), Boxes.Expected(Boxes.NewestCounts, votes));
        });

    [Theory, MemberData(nameof(AllowChange))]
    public void Folding_the_journal_gives_the_head(bool allowChange) =>
        Gen.Select(Boxes.Log, Gen.Int[1, 20]).Sample((log, length) =>
        {
            var stored = new StoredBox();
            var owner = new Owner(stored, log, Rules(allowChange));
            for (var i = 0; i < log.Length; i += length)
                owner.Deliver(length, 0);

            var head = stored.Load().State.Head;
            Assert.Equal(head.Entries, stored.Journal.Count());
            Assert.Equal(head.Chain, Boxes.Chain(stored.Journal));
        });

    [Fact]
    public void Applying_leaves_the_state_alone() => Boxes.Log.Sample(log =>
    {
        var state = Boxes.After(Boxes.NewestCounts, log.Take(20));
        var (head, ballots) = (state.Head, state.Ballots.ToArray());
        BallotBox.Apply(state, Boxes.NewestCounts, Boxes.Partition, log);
        Assert.Same(head, state.Head);
        Assert.Equal(ballots, state.Ballots);
    });

    private static BoxRules Rules(bool allowChange) => allowChange ? Boxes.NewestCounts : Boxes.FirstCounts;

    /// <summary>An owner of the box's partition: reads on where it was, or further back, and works on the box as it last saw it.</summary>
    private sealed class Owner(StoredBox stored, CastVote[] log, BoxRules rules)
    {
        private LoadedBox _box = stored.Load();
        private int _position;

        public void Deliver(int length, int back)
        {
            var from = Math.Max(0, _position - back);
            var batch = log.Skip(from).Take(length).ToArray();
            _position = Math.Max(_position, from + batch.Length);
            while (BallotBox.Apply(_box.State, rules, Boxes.Partition, batch) is { } change)
            {
                if (stored.Commit(_box, change) is { } etag)
                {
                    _box.State.Fold(change);
                    _box = _box with { ETag = etag };
                    return;
                }

                _box = stored.Load();
            }
        }
    }
}

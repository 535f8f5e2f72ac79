using CsCheck;
using LiveTally.Tally;

namespace LiveTally.Tests.Unit;

public sealed class BallotBoxCountsExactlyOnce
{
    public static TheoryData<string> AllRules => [nameof(Boxes.FirstCounts), nameof(Boxes.NewestCounts), nameof(Boxes.Ranked)];

    [Theory, MemberData(nameof(AllRules))]
    public void The_tally_is_what_the_rules_say(string rules) => Boxes.Log.Sample(log =>
        Boxes.AssertTally(Boxes.Rules(rules), Boxes.After(Boxes.Rules(rules), log), Boxes.Expected(Boxes.Rules(rules), log)));

    [Theory, MemberData(nameof(AllRules))]
    public void Redelivery_in_any_cut_gives_the_same_bytes(string name) =>
        Gen.Select(Boxes.Log, Gen.Select(Gen.Double.Unit, Gen.Int[1, 20]).Array[0, 30]).Sample((log, deliveries) =>
        {
            // The log goes back to any point that it has been at, and on from there, in batches of any size.
            var rules = Boxes.Rules(name);
            var state = Boxes.Empty(rules);
            var reached = 0;
            foreach (var (back, length) in deliveries.Append((1.0, log.Length)))
            {
                var from = (int)(back * reached);
                var batch = log.Skip(from).Take(length).ToArray();
                reached = Math.Max(reached, from + batch.Length);
                if (BallotBox.Apply(state, rules, Boxes.Partition, batch) is { } change)
                    state.Fold(change);
            }

            if (BallotBox.Apply(state, rules, Boxes.Partition, log) is { } rest)
                state.Fold(rest);
            Boxes.AssertSameBytes(Boxes.After(rules, log).Head, state.Head);
        });

    [Theory, MemberData(nameof(AllRules))]
    public void Two_owners_of_one_box_give_the_same_bytes(string name)
    {
        var rules = Boxes.Rules(name);
        var conflicts = 0;
        Gen.Select(Boxes.Log, Gen.Select(Gen.Bool, Gen.Int[1, 20], Gen.Int[0, 10]).Array[1, 40]).Sample((log, turns) =>
        {
            var stored = new StoredBox(rules);
            var owners = new[] { new Owner(stored, log, rules), new Owner(stored, log, rules) };
            foreach (var (second, length, back) in turns)
                owners[second ? 1 : 0].Deliver(length, back);
            owners[0].Deliver(log.Length, log.Length);

            Boxes.AssertSameBytes(Boxes.After(rules, log).Head, stored.Journal.Head);
            Boxes.AssertTally(rules, stored.Load().State, Boxes.Expected(rules, log));
            Interlocked.Add(ref conflicts, stored.Conflicts);
        });

        Assert.True(conflicts > 0, "The owners never got into each other's way.");
    }

    [Fact]
    public void Changes_of_vote_may_arrive_in_any_order() =>
        Gen.Select(Boxes.Votes, Gen.Int).Sample((log, seed) =>
        {
            // Vote ids name votes: one id, one set of choices.
            var votes = log.DistinctBy(vote => (vote.BallotKey, vote.VoteId)).ToArray();
            var shuffled = votes.ToArray();
            new Random(seed).Shuffle(shuffled);
            shuffled = [.. shuffled.Select((vote, i) => vote with { SequenceNumber = i })];

            Boxes.AssertTally(Boxes.NewestCounts, Boxes.After(Boxes.NewestCounts, shuffled), Boxes.Expected(Boxes.NewestCounts, votes));
        });

    [Theory, MemberData(nameof(AllRules))]
    public void Folding_the_journal_gives_the_head(string name) =>
        Gen.Select(Boxes.Log, Gen.Int[1, 20]).Sample((log, length) =>
        {
            var stored = new StoredBox(Boxes.Rules(name));
            var owner = new Owner(stored, log, Boxes.Rules(name));
            for (var i = 0; i < log.Length; i += length)
                owner.Deliver(length, 0);

            var head = stored.Journal.Head;
            Assert.Equal(head.Entries, stored.Entries.Count());
            Assert.Equal(head.Chain, Boxes.Chain(stored.Entries));
            Boxes.AssertSameBytes(head, stored.Load().State.Head);
        });

    [Fact]
    public void Applying_leaves_the_state_alone() => Boxes.Log.Sample(log =>
    {
        var state = Boxes.After(Boxes.NewestCounts, log.Take(20));
        var (head, voters) = (state.Head, state.Voters.ToArray());
        BallotBox.Apply(state, Boxes.NewestCounts, Boxes.Partition, log);
        Assert.Same(head, state.Head);
        Assert.Equal(voters, state.Voters);
    });

    /// <summary>An owner of the box's partition: reads on where it was, or further back, and works on the box as it last saw it.</summary>
    private sealed class Owner(StoredBox stored, BoxEvent[] log, BoxRules rules)
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

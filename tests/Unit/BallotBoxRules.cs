using LiveTally.Tally;

namespace LiveTally.Tests.Unit;

public sealed class BallotBoxRules
{
    [Fact]
    public void The_first_vote_of_a_voter_stands()
    {
        var state = Boxes.After(Boxes.FirstCounts, [Boxes.Vote(0, voter: 1, voteId: 1, 0), Boxes.Vote(1, voter: 1, voteId: 2, 3)]);

        Assert.Equal([1, 0, 0, 0], state.Head.Counts);
        Assert.Equal(1, state.Head.Ballots);
    }

    [Fact]
    public void Under_one_vote_id_the_first_choices_stand_even_where_votes_may_be_changed()
    {
        var state = Boxes.After(Boxes.NewestCounts, [Boxes.Vote(0, voter: 1, voteId: 1, 0), Boxes.Vote(1, voter: 1, voteId: 1, 3)]);

        Assert.Equal([1, 0, 0, 0], state.Head.Counts);
    }

    [Fact]
    public void A_late_retry_of_an_older_vote_does_not_undo_a_newer_one()
    {
        var state = Boxes.After(Boxes.NewestCounts, [Boxes.Vote(0, voter: 1, voteId: 9, 2), Boxes.Vote(1, voter: 1, voteId: 3, 1)]);

        Assert.Equal([0, 0, 1, 0], state.Head.Counts);
    }

    [Fact]
    public void A_vote_accepted_after_the_close_does_not_count()
    {
        var rules = Boxes.FirstCounts with { ClosedAt = DateTimeOffset.UnixEpoch };
        var late = Boxes.Vote(1, voter: 2, voteId: 2, 1) with { AcceptedAt = DateTimeOffset.UnixEpoch.AddTicks(1) };

        Assert.Equal([1, 0, 0, 0], Boxes.After(rules, [Boxes.Vote(0, voter: 1, voteId: 1, 0), late]).Head.Counts);
    }

    [Fact]
    public void Votes_of_two_partitions_have_watermarks_of_their_own()
    {
        var state = Boxes.After(Boxes.FirstCounts, [Boxes.Vote(100, voter: 1, voteId: 1, 0)]);

        var change = BallotBox.Apply(state, Boxes.FirstCounts, Boxes.Partition + 1, [Boxes.Vote(5, voter: 2, voteId: 1, 1)]);

        Assert.Equal([1, 1, 0, 0], change!.Head.Counts);
        Assert.Equal([KeyValuePair.Create(Boxes.Partition, 100L), KeyValuePair.Create(Boxes.Partition + 1, 5L)], change.Head.Watermarks);
    }

    [Fact]
    public void New_votes_count_when_the_log_has_begun_again_at_0()
    {
        var state = Boxes.After(Boxes.FirstCounts, [Boxes.Vote(100, voter: 1, voteId: 1, 0)]);

        var change = BallotBox.Apply(state, Boxes.FirstCounts, Boxes.Partition, [Boxes.Vote(0, voter: 1, voteId: 2, 1), Boxes.Vote(1, voter: 2, voteId: 3, 1)]);

        Assert.Equal([1, 1, 0, 0], change!.Head.Counts);
    }

    [Fact]
    public void Votes_that_change_nothing_are_no_commit()
    {
        var state = Boxes.After(Boxes.FirstCounts, [Boxes.Vote(0, voter: 1, voteId: 1, 0)]);

        Assert.Null(BallotBox.Apply(state, Boxes.FirstCounts, Boxes.Partition, [Boxes.Vote(1, voter: 1, voteId: 2, 1)]));
    }

    [Fact]
    public void A_page_is_named_after_its_first_entry()
    {
        var state = Boxes.After(Boxes.FirstCounts, [Boxes.Vote(0, voter: 1, voteId: 1, 0), Boxes.Vote(1, voter: 2, voteId: 2, 0)]);

        var change = BallotBox.Apply(state, Boxes.FirstCounts, Boxes.Partition, [Boxes.Vote(2, voter: 3, voteId: 3, 0)]);

        Assert.Equal("p00000000000000000003", change!.Page.Id);
    }

    [Fact]
    public void Journal_bytes_that_are_cut_short_are_refused()
    {
        var change = BallotBox.Apply(Boxes.Empty(), Boxes.NewestCounts, Boxes.Partition, [Boxes.Vote(300, voter: 1, voteId: 1, 0, 1)])!;

        Assert.Single(JournalEntry.ReadAll(change.Page.Data));
        for (var length = 1; length < change.Page.Data.Length; length++)
            Assert.Throws<InvalidDataException>(() => JournalEntry.ReadAll(change.Page.Data.AsMemory(0, length)).Count());
    }
}

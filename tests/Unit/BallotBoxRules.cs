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
    public void After_the_close_marker_a_vote_counts_if_it_was_accepted_in_time_however_late_it_comes()
    {
        var state = Boxes.After(
            Boxes.FirstCounts,
            new CloseMarker(0, Boxes.Second(5)),
            Boxes.Vote(1, voter: 1, voteId: 1, 0) with { AcceptedAt = Boxes.Second(5) },
            Boxes.Vote(2, voter: 2, voteId: 2, 1) with { AcceptedAt = Boxes.Second(5).AddMilliseconds(1) });

        Assert.Equal([1, 0, 0, 0], state.Head.Counts);
        Assert.Equal(Boxes.Second(5), state.Head.ClosedAt);
    }

    [Fact]
    public void A_second_close_marker_changes_nothing()
    {
        var state = Boxes.After(Boxes.FirstCounts, new CloseMarker(0, Boxes.Second(5)), new CloseMarker(1, Boxes.Second(9)));

        Assert.Equal(Boxes.Second(5), state.Head.ClosedAt);
        Assert.Equal(1, state.Head.Entries);
    }

    [Fact]
    public void A_sealed_box_takes_nothing_not_even_an_entry_that_says_so()
    {
        var state = Boxes.After(Boxes.FirstCounts, new SealMarker(0));

        Assert.True(state.Head.Sealed);
        Assert.Null(BallotBox.Apply(state, Boxes.FirstCounts, Boxes.Partition, [Boxes.Vote(1, 1, 1, 0), new CloseMarker(2, default), new SealMarker(3)]));
    }

    [Fact]
    public void A_copy_that_was_accepted_in_time_counts_though_another_came_first_and_was_refused()
    {
        var vote = Boxes.Vote(1, voter: 1, voteId: 1, 2);
        var state = Boxes.After(
            Boxes.FirstCounts, new CloseMarker(0, Boxes.Second(5)), vote with { AcceptedAt = Boxes.Second(6) }, vote with { SequenceNumber = 2 });

        Assert.Equal([0, 0, 1, 0], state.Head.Counts);
    }

    [Fact]
    public void A_ranking_gives_the_first_of_n_options_n_points_and_keeps_first_choices()
    {
        var state = Boxes.After(Boxes.Ranked, Boxes.Vote(0, voter: 1, voteId: 1, 2, 0, 1, 3), Boxes.Vote(1, voter: 2, voteId: 2, 2, 1));

        Assert.Equal([3, 2 + 3, 4 + 4, 1], state.Head.Counts);
        Assert.Equal([0, 0, 2, 0], state.Head.FirstChoices);
    }

    [Fact]
    public void A_changed_ranking_takes_its_old_points_along()
    {
        var state = Boxes.After(Boxes.Ranked, Boxes.Vote(0, voter: 1, voteId: 1, 2, 0, 1), Boxes.Vote(1, voter: 1, voteId: 2, 3));

        Assert.Equal([0, 0, 0, 4], state.Head.Counts);
        Assert.Equal([0, 0, 0, 1], state.Head.FirstChoices);
    }

    [Fact]
    public void What_does_not_count_is_in_the_journal_with_its_reason()
    {
        var change = BallotBox.Apply(
            Boxes.Empty(Boxes.NewestCounts),
            Boxes.NewestCounts,
            Boxes.Partition,
            [
                Boxes.Vote(0, 1, 5, 0),
                Boxes.Vote(1, 1, 4, 1),
                Boxes.Vote(2, 2, 6, 9),
                new CloseMarker(3, default),
                Boxes.Vote(4, 3, 7, 1) with { AcceptedAt = Boxes.Second(1) },
                Boxes.Vote(5, 1, 5, 0),
                new SealMarker(6),
            ])!;

        Assert.Equal(
            [
                JournalOutcome.Counted, JournalOutcome.Superseded, JournalOutcome.RejectedInvalidChoice, JournalOutcome.Closed, JournalOutcome.RejectedClosed,
                JournalOutcome.Sealed,
            ],
            JournalEntry.ReadAll(change.Page.Data).Select(entry => entry.Outcome));
    }

    [Fact]
    public void A_second_vote_where_the_first_stands_is_a_duplicate_in_the_journal()
    {
        var state = Boxes.After(Boxes.FirstCounts, Boxes.Vote(0, voter: 1, voteId: 1, 0));

        var change = BallotBox.Apply(state, Boxes.FirstCounts, Boxes.Partition, [Boxes.Vote(1, voter: 1, voteId: 2, 1)])!;

        Assert.Equal(JournalOutcome.Duplicate, Assert.Single(change.Entries).Outcome);
        Assert.Equal(state.Head.Counts, change.Head.Counts);
    }

    [Fact]
    public void A_voter_who_votes_a_thousand_times_leaves_a_bounded_journal()
    {
        var votes = Enumerable.Range(0, 1_000).Select(i => Boxes.Vote(i, voter: 1, voteId: i, 0)).ToArray();

        var state = Boxes.After(Boxes.FirstCounts, votes);

        Assert.Equal(1 + Voter.MaxUncounted, state.Head.Entries);
        Assert.Null(BallotBox.Apply(state, Boxes.FirstCounts, Boxes.Partition, votes));
    }

    [Fact]
    public void A_single_choice_takes_at_most_40_bytes_of_the_journal()
    {
        var change = BallotBox.Apply(
            Boxes.Empty(Boxes.FirstCounts), Boxes.FirstCounts, partition: 1_000, [Boxes.Vote(200_000_000, voter: 1, voteId: 1, 0)])!;

        Assert.InRange(change.Page.Data.Length, 36, 40);
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
    public void A_vote_that_the_journal_has_is_no_commit()
    {
        var state = Boxes.After(Boxes.FirstCounts, Boxes.Vote(0, voter: 1, voteId: 1, 0), Boxes.Vote(1, voter: 1, voteId: 2, 0));

        Assert.Null(BallotBox.Apply(state, Boxes.FirstCounts, Boxes.Partition, [Boxes.Vote(2, voter: 1, voteId: 1, 1), Boxes.Vote(3, voter: 1, voteId: 2, 1)]));
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
        var change = BallotBox.Apply(Boxes.Empty(Boxes.NewestCounts), Boxes.NewestCounts, Boxes.Partition, [Boxes.Vote(300, voter: 1, voteId: 1, 0, 1)])!;

        Assert.Single(JournalEntry.ReadAll(change.Page.Data));
        for (var length = 1; length < change.Page.Data.Length; length++)
            Assert.Throws<InvalidDataException>(() => JournalEntry.ReadAll(change.Page.Data.AsMemory(0, length)).Count());
    }
}

using LiveTally.Tally;
using LiveTally.Votes;

namespace LiveTally.Tests.Unit;

public sealed class WhatBecameOfAVote
{
    [Fact]
    public void A_vote_that_counts_is_counted_and_says_where()
    {
        var status = Ask(Boxes.FirstCounts, voter: 1, voteId: 1, Boxes.Vote(40, 2, 9, 1), Boxes.Vote(41, 1, 1, 0));

        Assert.Equal(new VoteStatus(Boxes.Id(1), "counted", 0, "p00000000000000000001", 41), status);
    }

    [Fact]
    public void A_vote_that_its_voter_changed_is_superseded_whichever_came_first()
    {
        Assert.Equal("superseded", Ask(Boxes.NewestCounts, 1, 3, Boxes.Vote(0, 1, 3, 0), Boxes.Vote(1, 1, 4, 1))!.Status);
        Assert.Equal("superseded", Ask(Boxes.NewestCounts, 1, 3, Boxes.Vote(0, 1, 4, 1), Boxes.Vote(1, 1, 3, 0))!.Status);
    }

    [Fact]
    public void A_second_vote_where_the_first_stands_is_a_duplicate() =>
        Assert.Equal("duplicate", Ask(Boxes.FirstCounts, 1, 2, Boxes.Vote(0, 1, 1, 0), Boxes.Vote(1, 1, 2, 1))!.Status);

    [Fact]
    public void A_vote_accepted_after_the_close_is_rejected_for_that()
    {
        var status = Ask(Boxes.FirstCounts, 1, 1, new CloseMarker(0, default), Boxes.Vote(1, 1, 1, 0));

        Assert.Equal(("rejected", "closed"), (status!.Status, status.Reason));
    }

    [Fact]
    public void Choices_that_are_no_ballot_are_rejected_for_that()
    {
        var status = Ask(Boxes.FirstCounts, 1, 1, Boxes.Vote(1, 1, 1, 99));

        Assert.Equal(("rejected", "invalidChoice"), (status!.Status, status.Reason));
    }

    [Fact]
    public void Without_an_entry_only_a_receipt_tells_a_vote_on_its_way_from_one_that_never_was()
    {
        Assert.Null(Ask(Boxes.FirstCounts, 1, 1));
        Assert.Equal("accepted", Ask(Boxes.FirstCounts, 1, 1, accepted: true)!.Status);
    }

    [Fact]
    public void Nobody_learns_of_another_voters_vote() => Assert.Null(Ask(Boxes.FirstCounts, voter: 2, voteId: 1, Boxes.Vote(0, 1, 1, 0)));

    [Fact]
    public void An_accepted_vote_that_a_sealed_box_does_not_have_came_too_late()
    {
        var status = Ask(Boxes.FirstCounts, 1, 1, accepted: true, new SealMarker(0));

        Assert.Equal(("rejected", "closed"), (status!.Status, status.Reason));
    }

    [Fact]
    public void Beyond_what_the_journal_keeps_a_repeated_vote_is_still_a_duplicate()
    {
        var votes = Enumerable.Range(0, 100).Select(i => Boxes.Vote(i, 1, i, 0)).ToArray();

        Assert.Equal("duplicate", Ask(Boxes.FirstCounts, 1, 99, accepted: true, votes)!.Status);
    }

    [Fact]
    public void A_vote_refused_once_and_counted_as_a_copy_is_counted()
    {
        var vote = Boxes.Vote(1, 1, 1, 0);

        var status = Ask(Boxes.FirstCounts, 1, 1, new CloseMarker(0, default), vote with { AcceptedAt = Boxes.Second(1) }, vote with { AcceptedAt = default });

        Assert.Equal("counted", status!.Status);
    }

    private static VoteStatus? Ask(BoxRules rules, int voter, int voteId, params BoxEvent[] events) => Ask(rules, voter, voteId, false, events);

    private static VoteStatus? Ask(BoxRules rules, int voter, int voteId, bool accepted, params BoxEvent[] events)
    {
        var stored = new StoredBox(rules);
        if (BallotBox.Apply(stored.Load().State, rules, Boxes.Partition, events) is { } change)
            stored.Commit(stored.Load(), change);
        return GetVote.Decide(new BoxView(stored.Journal, rules), Boxes.Key(voter), Boxes.Id(voteId), rules.AllowChange, accepted);
    }
}

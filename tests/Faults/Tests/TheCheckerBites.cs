using System.Collections.Immutable;
using LiveTally.Tests.Faults.Checking;
using static LiveTally.Tests.Faults.Tests.Clean;

namespace LiveTally.Tests.Faults.Tests;

public sealed class TheCheckerBites
{
    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public void A_history_in_which_all_is_well_has_no_violation(bool allowChange) => Assert.Empty(Checker.Check(Poll(allowChange)));

    [Fact]
    public void What_could_not_be_had_is_no_violation_by_itself() =>
        Assert.Empty(Checker.Check(Poll() with { Journal = null, Statuses = null, Verification = null, Final = null }));

    [Fact]
    public void A_vote_with_a_202_that_is_nowhere_is_lost() =>
        Finds(Violations.LostVote, Poll().Sending(Sent(5, Id(9), [0], 1, 2)).WithStatus(Id(9), VoteStatus.NotFound));

    [Fact]
    public void A_voter_with_a_202_and_no_ballot_is_lost_whatever_the_status_says() =>
        Finds(Violations.LostVote, Poll().Sending(Sent(5, Id(9), [0], 1, 2)).WithStatus(Id(9), new("counted", 1, 9)));

    [Fact]
    public void A_vote_that_is_still_on_its_way_at_the_end_is_lost() => Finds(Violations.LostVote, Poll().WithStatus(First, new("accepted")));

    [Fact]
    public void A_late_vote_with_a_202_that_is_neither_counted_nor_rejected_is_lost() =>
        Finds(Violations.LostVote, Poll().Sending(Sent(5, Id(9), [0], 11, 12)).WithStatus(Id(9), VoteStatus.NotFound));

    [Fact]
    public void A_voter_who_counts_with_two_votes_counts_twice() =>
        Finds(Violations.DoubleCount, Poll().WithLine(1, Line(0, 2, "a", Second, [1])).WithResults(Results with { Counts = [0, 2] }));

    [Fact]
    public void A_change_that_is_counted_again_counts_twice() =>
        Finds(Violations.DoubleCount, Poll(allowChange: true).WithLine(1, Line(0, 2, "a", Second, [1]), Line(0, 3, "a", Second, [1])));

    [Fact]
    public void An_older_vote_must_not_replace_a_newer_one() =>
        Finds(Violations.WrongBallot, Poll(allowChange: true)
            .WithLine(1, Line(0, 2, "a", Second, [1]), Line(0, 3, "a", First, [0]))
            .WithResults(Results with { Counts = [1, 1] }));

    [Fact]
    public void The_newest_accepted_change_must_count() =>
        Finds(Violations.WrongBallot, Poll(allowChange: true).WithLine(1, Line(0, 2, "a", Second, [1], "superseded")).WithResults(Results));

    [Fact]
    public void A_newer_change_without_an_answer_may_count()
    {
        var history = Poll(allowChange: true).Sending(Sent(1, Id(8), [0], 6, 7, Reply.Failed))
            .WithLine(1, Line(0, 2, "a", Second, [1]), Line(0, 3, "a", Id(8), [0]))
            .WithStatus(Second, new("superseded"))
            .WithStatus(Id(8), new("counted", 0, 3))
            .WithResults(Results);

        Assert.Empty(Checker.Check(history));
    }

    [Fact]
    public void Without_changes_the_earlier_vote_counts() =>
        Finds(Violations.WrongBallot, Poll()
            .WithLine(1, Line(0, 2, "a", First, [0], "duplicate"))
            .WithLine(0, Line(0, 1, "a", Second, [1]))
            .WithStatus(First, new("duplicate"))
            .WithStatus(Second, new("counted", 0, 1))
            .WithResults(Results with { Counts = [0, 2] }));

    [Fact]
    public void A_vote_that_nobody_sent_is_unknown() =>
        Finds(Violations.UnknownVote, Poll().WithLine(0, Line(0, 1, "a", First, [0]), Line(0, 2, "x", Id(99), [0], "duplicate")));

    [Fact]
    public void Two_voters_must_not_share_a_ballot_key() =>
        Finds(Violations.MixedVoters, Poll().WithLine(3, Line(0, 4, "a", TooLate, [0], "rejected", "closed")));

    [Fact]
    public void A_voter_must_not_have_two_ballot_keys() => Finds(Violations.MixedVoters, Poll().WithLine(1, Line(0, 2, "z", Second, [1], "duplicate")));

    [Fact]
    public void Choices_must_be_those_that_were_sent() =>
        Finds(Violations.WrongChoices, Poll().WithLine(5, Line(1, 1, "b", Unheard, [0])).WithResults(Results with { Counts = [2, 0] }));

    [Fact]
    public void A_vote_that_was_only_refused_must_not_count() =>
        Finds(Violations.RefusedVote, Poll().WithLine(5, Line(1, 1, "b", Unheard, [1]), Line(1, 2, "d", Refused, [0]))
            .WithStatus(Refused, new("counted", 1, 2))
            .WithResults(Results with { Ballots = 3, Counts = [2, 1] }));

    [Fact]
    public void A_vote_with_a_202_before_the_close_was_asked_for_must_not_be_rejected() =>
        Finds(Violations.WrongRejection, Poll() with { CloseAskedAt = At(13) });

    [Theory]
    [InlineData("invalidChoice")]
    [InlineData(null)]
    public void A_valid_vote_is_rejected_for_no_other_reason_than_the_close(string? reason) =>
        Finds(Violations.WrongRejection, Poll().WithStatus(TooLate, new("rejected", 0, 4, reason)));

    [Fact]
    public void A_vote_first_sent_when_the_poll_was_final_must_not_be_accepted() =>
        Finds(Violations.LateVote, Poll().Sending(Sent(5, Id(9), [0], 22, 23)).WithStatus(Id(9), new("rejected", Reason: "closed")));

    [Fact]
    public void A_retry_that_is_accepted_when_the_poll_is_final_is_no_late_vote() =>
        Assert.Empty(Checker.Check(Poll().Sending(Sent(1, First, [0], 22, 23))));

    [Theory]
    [InlineData("superseded")]
    [InlineData("duplicate")]
    public void A_ballot_that_counts_must_have_the_status_counted(string status) => Finds(Violations.WrongStatus, Poll().WithStatus(First, new(status, 0, 1)));

    [Fact]
    public void A_vote_beside_the_ballot_that_counts_must_not_have_the_status_counted() =>
        Finds(Violations.WrongStatus, Poll().WithStatus(Second, new("counted", 0, 2)));

    [Fact]
    public void A_counted_vote_must_be_where_its_status_says() => Finds(Violations.WrongStatus, Poll().WithStatus(First, new("counted", 1, 1)));

    [Fact]
    public void A_journal_must_have_no_gap() =>
        Finds(Violations.JournalBroken, Poll() with { Journal = [.. Poll().Journal!.Where(line => line.Entry != 2)] });

    [Fact]
    public void A_final_poll_must_have_every_box_sealed() => Finds(Violations.JournalBroken, Poll().WithLine(7));

    [Fact]
    public void Nothing_must_come_after_the_seal() =>
        Finds(Violations.JournalBroken, Poll().WithLine(4, Marker(0, 5, "sealed"), Line(0, 6, "a", Second, [1], "duplicate")));

    [Fact]
    public void Results_must_be_what_the_journal_comes_to() => Finds(Violations.ResultsDiffer, Poll().WithResults(Results with { Counts = [2, 0] }));

    [Fact]
    public void Results_alone_tell_that_more_ballots_count_than_voters_voted()
    {
        var history = Poll() with { Journal = null, Statuses = null };

        Assert.Empty(Checker.Check(history));
        Assert.Empty(Checker.Check(history.WithResults(Results with { Ballots = 3, Counts = [2, 1] })));
        Finds(Violations.DoubleCount, history.WithResults(Results with { Ballots = 4, Counts = [3, 1] }));
    }

    [Fact]
    public void Results_alone_tell_that_fewer_ballots_count_than_voters_had_a_202() =>
        Finds(Violations.LostVote, (Poll() with { Journal = null, Statuses = null }).WithResults(Results with { Ballots = 0, Counts = [0, 0] }));

    [Fact]
    public void Final_results_must_have_a_root() => Finds(Violations.ResultsDiffer, Poll().WithResults(Results with { Root = null }));

    [Fact]
    public void In_a_ranking_places_give_points_and_first_choices_are_counted()
    {
        var history = Poll().Sending() with { Poll = new PollFacts("k7f3q2xm", PollKind.Ranking, 3, false, 2) };
        var right = history.WithResults(Results with { Counts = [3, 3, 0], FirstChoices = [1, 1, 0] });

        Assert.Empty(Checker.Check(right));
        Finds(Violations.ResultsDiffer, right.WithResults(Results with { Counts = [3, 3, 0], FirstChoices = [2, 0, 0] }));
        Finds(Violations.ResultsDiffer, right.WithResults(Results with { Counts = [1, 1, 0], FirstChoices = [1, 1, 0] }));
    }

    [Fact]
    public void A_final_result_must_stay() =>
        Finds(Violations.FinalChanged, Poll() with { FirstFinal = Results with { Version = 6 } });

    [Fact]
    public void The_servers_own_verification_must_agree()
    {
        Finds(Violations.VerifyDiffers, Poll() with { Verification = new Verification(false, 2, [1, 1], "root") });
        Finds(Violations.VerifyDiffers, Poll() with { Verification = new Verification(true, 2, [1, 1], "other") });
        Finds(Violations.VerifyDiffers, Poll() with { Verification = new Verification(true, 2, [2, 0], "root") });
    }

    [Fact]
    public void A_watcher_must_not_see_an_older_version_after_a_newer_one() =>
        Finds(Violations.VersionWentBack, Poll().Watched(new WatcherHistory("screen", [Open(3, 1, [0, 1]), Open(2, 0, [0, 0]), Results], null)));

    [Fact]
    public void A_version_must_have_one_content() =>
        Finds(Violations.VersionDiffers, Poll().Watched(
            new WatcherHistory("one", [Open(3, 1, [0, 1])], null),
            new WatcherHistory("other", [Open(3, 1, [1, 0])], null)));

    [Fact]
    public void A_newer_version_must_not_have_fewer_ballots() =>
        Finds(Violations.TallyWentBack, Poll(allowChange: true).Watched(new WatcherHistory("screen", [Open(3, 2, [0, 2]), Open(4, 1, [0, 1])], null)));

    [Fact]
    public void Where_votes_cannot_be_changed_no_option_must_lose_any()
    {
        var seen = new WatcherHistory("screen", [Open(3, 1, [1, 0]), Open(4, 2, [0, 2])], null);

        Finds(Violations.TallyWentBack, Poll().Watched(seen));
        Assert.Empty(Checker.Check(Poll(allowChange: true).Watched(seen)));
    }

    [Fact]
    public void A_screen_that_was_there_must_be_shown_the_final_result_last()
    {
        Finds(Violations.PushDiffers, Poll().Watched(new WatcherHistory("screen", [Open(3, 1, [1, 0])], At(1))));
        Finds(Violations.PushDiffers, Poll().Watched(new WatcherHistory("screen", [], At(1))));
    }

    private static void Finds(string name, PollHistory history)
    {
        var violations = Checker.Check(history);
        Assert.Contains(violations, violation => violation.Name == name);
        Assert.All(violations, violation => Assert.StartsWith($"{violation.Name}: poll k7f3q2xm: ", violation.ToString(), StringComparison.Ordinal));
    }

    private static Tally Open(long version, long ballots, ImmutableArray<long> counts) => new(version, "open", ballots, counts, [], null);
}

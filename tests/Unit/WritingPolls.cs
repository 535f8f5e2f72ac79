using System.Collections.Immutable;
using LiveTally.Operations;
using LiveTally.Polls;

namespace LiveTally.Tests.Unit;

public sealed class WritingPolls
{
    private static readonly CreatePollRequest Good = new() { Question = "Tabs or spaces?", Options = ["Tabs", "Spaces"] };

    private static readonly DateTimeOffset Now = DateTimeOffset.UnixEpoch.AddYears(60);

    [Fact]
    public void A_question_and_two_options_are_enough()
    {
        Assert.Empty(CreatePoll.Validate(Good, Now));

        var poll = CreatePoll.Decide(Good, "abcdefgh", DateTimeOffset.UnixEpoch, new byte[32]);
        Assert.Equal((PollKind.Single, 1, false, VoterRule.Anonymous, ResultsRule.Live, PollState.Draft, 10_000, 8), (poll.Kind, poll.MaxChoices, poll.AllowChange, poll.Voters, poll.Results, poll.State, poll.ExpectedVoters, poll.Boxes));
    }

    public static TheoryData<string, CreatePollRequest> Bad => new()
    {
        { "question", Good with { Question = "  " } },
        { "question", Good with { Question = new string('x', 301) } },
        { "question", Good with { Question = "a\u0000b" } },
        { "question", Good with { Question = "half \ud800 a pair" } },
        { "options", Good with { Options = ["one"] } },
        { "options", Good with { Options = default } },
        { "options", Good with { Options = [.. Enumerable.Range(0, 21).Select(i => $"{i}")] } },
        { "options", Good with { Options = ["e\u0301", "\u00e9"] } },
        { "options[1]", Good with { Options = ["a", new string('x', 121)] } },
        { "maxChoices", Good with { MaxChoices = 2 } },
        { "maxChoices", Good with { Kind = PollKind.Multiple, MaxChoices = 3 } },
        { "maxChoices", Good with { Kind = PollKind.Multiple, MaxChoices = 0 } },
        { "maxChoices", Good with { Kind = PollKind.Ranking, MaxChoices = 3 } },
        { "closesAt", Good with { ClosesAt = Now } },
        { "closesAt", Good with { OpensAt = Now.AddHours(2), ClosesAt = Now.AddHours(1) } },
        { "expectedVoters", Good with { ExpectedVoters = 0 } },
        { "expectedVoters", Good with { ExpectedVoters = 10_000_001 } },
    };

    [Theory, MemberData(nameof(Bad))]
    public void A_rule_that_is_broken_is_named_with_its_field(string field, CreatePollRequest request) =>
        Assert.Equal([field], CreatePoll.Validate(request, Now).Keys);

    [Fact]
    public void Texts_are_kept_in_composed_form_without_blanks_around_them()
    {
        var poll = CreatePoll.Decide(Good with { Question = " Cafe\u0301? " }, "abcdefgh", DateTimeOffset.UnixEpoch, new byte[32]);

        Assert.Equal("Caf\u00e9?", poll.Question);
    }

    [Theory]
    [InlineData(1, 1)]
    [InlineData(2_000, 1)]
    [InlineData(2_001, 2)]
    [InlineData(10_000, 8)]
    [InlineData(100_000, 64)]
    [InlineData(10_000_000, 256)]
    public void There_is_a_box_for_about_2000_voters(int expectedVoters, int boxes) => Assert.Equal(boxes, Poll.BoxesFor(expectedVoters));

    [Fact]
    public void Opening_and_closing_go_one_way_and_may_be_repeated()
    {
        var draft = CreatePoll.Decide(Good, "abcdefgh", Now, new byte[32]);
        var open = OpenPoll.Decide(draft, Now).Changed!;
        var closing = ClosePoll.Decide(open, Now).Changed!;

        Assert.Equal((PollState.Open, PollState.Closing), (open.State, closing.State));
        Assert.Equal(Now, closing.ClosedAt);
        Assert.Equal(default, OpenPoll.Decide(open, Now));
        Assert.Equal(default, ClosePoll.Decide(closing, Now.AddHours(1)));
        Assert.Equal(Errors.PollClosed, OpenPoll.Decide(closing, Now).Error);
        Assert.Equal(Errors.PollNotOpen, ClosePoll.Decide(draft, Now).Error);
    }

    [Fact]
    public void A_schedule_opens_a_draft_and_closes_it_at_the_moment_that_it_named()
    {
        var draft = CreatePoll.Decide(Good with { OpensAt = Now.AddHours(1), ClosesAt = Now.AddHours(2) }, "abcdefgh", Now, new byte[32]);

        Assert.Equal(default, KeepSchedule.Decide(draft, Now.AddHours(1).AddTicks(-1)));
        var open = KeepSchedule.Decide(draft, Now.AddHours(1)).Changed!;
        Assert.Equal(default, KeepSchedule.Decide(open, Now.AddHours(2).AddTicks(-1)));
        var closing = KeepSchedule.Decide(open, Now.AddHours(2).AddSeconds(30)).Changed!;

        Assert.Equal((PollState.Open, PollState.Closing), (open.State, closing.State));
        Assert.Equal(Now.AddHours(2), closing.ClosedAt);
        Assert.Equal(Errors.PollClosed, OpenPoll.Decide(draft, Now.AddHours(2)).Error);
    }

    [Fact]
    public void Only_polls_that_time_brings_on_are_pending()
    {
        var draft = CreatePoll.Decide(Good, "abcdefgh", Now, new byte[32]);

        Assert.Equal(
            [false, true, false, true, true, true, false],
            new[]
            {
                draft, draft with { OpensAt = Now }, draft with { State = PollState.Open }, draft with { State = PollState.Open, ClosesAt = Now },
                draft with { State = PollState.Closing }, draft with { State = PollState.Sealing }, draft with { State = PollState.Final },
            }.Select(poll => poll.Pending));
    }

    [Fact]
    public void An_id_is_easy_to_type()
    {
        var ids = Enumerable.Range(0, 100).Select(_ => PollId.New()).ToImmutableHashSet();

        Assert.Equal(100, ids.Count);
        Assert.All(ids, id => Assert.Matches("^[a-z2-7]{8}$", id));
        Assert.All(ids, id => Assert.True(PollId.IsValid(id)));
    }
}

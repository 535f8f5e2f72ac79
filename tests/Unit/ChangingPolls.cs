using System.Text.Json;
using LiveTally.Operations;
using LiveTally.Polls;

namespace LiveTally.Tests.Unit;

public sealed class ChangingPolls
{
    private static readonly DateTimeOffset Now = DateTimeOffset.UnixEpoch.AddYears(60);
    private static readonly TimeSpan Margin = TimeSpan.FromSeconds(15);
    private static readonly Poll Draft = CreatePoll.Decide(
        new CreatePollRequest { Question = "Tabs or spaces?", Options = ["Tabs", "Spaces", "Both"], Kind = PollKind.Multiple, OpensAt = Now.AddHours(1) }, "abcdefgh", Now, [1, 2, 3]);

    private static readonly Poll Open = Draft with { State = PollState.Open };

    [Fact]
    public void What_is_left_out_stays()
    {
        var changed = Changed(Draft, """{"question":"Which?"}""");

        Assert.Equal(Text(Draft with { Question = "Which?" }), Text(changed));
    }

    [Fact]
    public void Every_field_of_a_draft_can_be_changed()
    {
        var changed = Changed(
            Draft,
            """
            {"question":" Cafe\u0301? ","kind":"ranking","options":["a","b","c","d"],"maxChoices":3,"allowChange":true,"voters":"anonymous","results":"afterClose",
             "opensAt":"2031-01-01T00:00:00+01:00","closesAt":"2031-01-02T00:00:00Z","expectedVoters":100000}
            """);

        Assert.Equal(
            ("Café?", PollKind.Ranking, 3, true, ResultsRule.AfterClose, 100_000, 64),
            (changed.Question, changed.Kind, changed.MaxChoices, changed.AllowChange, changed.Results, changed.ExpectedVoters, changed.Boxes));
        Assert.Equal(["a", "b", "c", "d"], changed.Options);
        Assert.Equal((new DateTimeOffset(2030, 12, 31, 23, 0, 0, default), TimeSpan.Zero), (changed.OpensAt!.Value, changed.OpensAt.Value.Offset));
        Assert.Equal((Draft.Id, Draft.CreatedAt, Draft.Secret, PollState.Draft), (changed.Id, changed.CreatedAt, changed.Secret, changed.State));
    }

    [Fact]
    public void A_time_is_taken_away_by_null() => Assert.Null(Changed(Draft, """{"opensAt":null}""").OpensAt);

    [Theory]
    [InlineData("""{"options":["a","b"]}""", 2)]
    [InlineData("""{"options":["a","b","c","d"]}""", 4)]
    [InlineData("""{"kind":"single"}""", 1)]
    [InlineData("""{"maxChoices":2}""", 2)]
    [InlineData("""{"kind":"ranking","maxChoices":2}""", 2)]
    public void As_many_choices_as_there_are_follow_the_options_and_the_kind(string patch, int maxChoices) =>
        Assert.Equal(maxChoices, Changed(Draft, patch).MaxChoices);

    [Fact]
    public void A_number_of_choices_that_was_chosen_stays_until_the_kind_changes()
    {
        var chosen = Changed(Draft, """{"maxChoices":2}""");

        Assert.Equal(2, Changed(chosen, """{"options":["a","b","c","d"]}""").MaxChoices);
        Assert.Equal(4, Changed(chosen, """{"options":["a","b","c","d"],"kind":"ranking"}""").MaxChoices);
        Assert.Equal(1, Changed(chosen, """{"kind":"single"}""").MaxChoices);
    }

    [Theory]
    [InlineData("""{"question":""}""", "invalidPoll", "question")]
    [InlineData("""{"options":["a","a"]}""", "invalidPoll", "options")]
    [InlineData("""{"options":["a",null]}""", "invalidPoll", "options[1]")]
    [InlineData("""{"maxChoices":4}""", "invalidPoll", "maxChoices")]
    [InlineData("""{"closesAt":"2029-12-31T00:00:00Z"}""", "invalidPoll", "closesAt")]
    [InlineData("""{"question":null}""", "malformedJson", "question")]
    [InlineData("""{"maxChoices":null}""", "malformedJson", "maxChoices")]
    [InlineData("""{"expectedVoters":null}""", "malformedJson", "expectedVoters")]
    [InlineData("""{"kind":7}""", "malformedJson", "kind")]
    [InlineData("""{"options":{"0":"a"}}""", "malformedJson", "options")]
    [InlineData("""{"boxes":4}""", "malformedJson", "boxes")]
    [InlineData("""{"id":"bbbbbbbb"}""", "malformedJson", "id")]
    [InlineData("""{"Question":"Which?"}""", "malformedJson", "Question")]
    public void A_draft_that_would_break_a_rule_is_refused_with_the_field(string patch, string code, string field)
    {
        var problem = Refused(Draft, patch);

        Assert.Equal(code, problem.Error.Code);
        Assert.Equal([field], problem.Errors!.Keys);
    }

    [Fact]
    public void A_draft_whose_end_has_passed_can_still_be_changed()
    {
        var late = Draft with { OpensAt = null, ClosesAt = Now.AddHours(-1) };

        Assert.Equal("Which?", Changed(late, """{"question":"Which?"}""").Question);
    }

    [Fact]
    public void Of_an_open_poll_the_end_can_be_set_moved_and_taken_away()
    {
        Assert.Equal(Now + Margin, Changed(Open, $$"""{"closesAt":"{{Now + Margin:O}}"}""").ClosesAt);
        Assert.Null(Changed(Open with { ClosesAt = Now.AddHours(1) }, """{"closesAt":null}""").ClosesAt);
    }

    [Fact]
    public void An_open_poll_does_not_end_before_every_instance_can_know_of_it() =>
        Assert.Equal(["closesAt"], Refused(Open, $$"""{"closesAt":"{{Now + Margin - TimeSpan.FromMilliseconds(1):O}}"}""").Errors!.Keys);

    [Fact]
    public void Anything_else_of_an_open_poll_is_fixed_and_named()
    {
        var problem = Refused(Open, """{"question":"Which?","results":"live","closesAt":null}""");

        Assert.Equal(Errors.PollNotEditable, problem.Error);
        Assert.Equal(["question", "results"], problem.Errors!.Keys);
    }

    [Theory]
    [InlineData(PollState.Closing)]
    [InlineData(PollState.Sealing)]
    [InlineData(PollState.Final)]
    public void A_closed_poll_stays_as_it_is(PollState state) =>
        Assert.Equal(Errors.PollNotEditable, Refused(Draft with { State = state }, """{"closesAt":null}""").Error);

    [Fact]
    public void Of_a_deleted_poll_nothing_stays_that_anybody_wrote_or_could_vote_with()
    {
        var tombstone = Draft.Tombstone(Now);
        var text = Text(tombstone);

        Assert.DoesNotContain("Tabs", text, StringComparison.Ordinal);
        Assert.Empty(tombstone.Secret);
        Assert.Throws<InvalidOperationException>(() => tombstone.Keys);
        Assert.Equal((true, false), (tombstone.Pending, (tombstone with { Purged = true }).Pending));
        Assert.Equal(text, Text(JsonSerializer.Deserialize(text, AppJson.Default.Poll)!));
    }

    private static Poll Changed(Poll poll, string patch) => Decide(poll, patch).Changed!;

    private static Problem Refused(Poll poll, string patch) => Decide(poll, patch).Refused!;

    private static (Poll? Changed, Problem? Refused) Decide(Poll poll, string patch) =>
        ChangePoll.Decide(poll, new ChangePollRequest(JsonSerializer.Deserialize(patch, AppJson.Default.DictionaryStringJsonElement)!), Now, Margin);

    private static string Text(Poll poll) => JsonSerializer.Serialize(poll, AppJson.Default.Poll);
}

using System.Collections.Immutable;
using LiveTally.Results;
using LiveTally.Tally;

namespace LiveTally.Tests.Unit;

public sealed class Recounting
{
    private static readonly BoxJournal Good = Journal();

    [Fact]
    public void What_was_counted_right_is_equal()
    {
        var verification = Verify(Good, BoxTally.Of(Good.Head));

        Assert.True(verification.Equal);
        Assert.Null(verification.Differences);
        Assert.Equal(3, verification.Ballots);
        Assert.Equal([2, 1, 0, 0], verification.Counts);
        Assert.Equal(FinalResult.RootOf([Good.Head.Chain]), verification.Root);
    }

    [Fact]
    public void Results_that_are_behind_the_journal_are_held_against_its_beginning()
    {
        var behind = BoxTally.Of(Good.Recount(Boxes.FirstCounts, 1).Head);

        Assert.True(Verify(Good, behind).Equal);
        Assert.False(Verify(Good, behind with { Counts = [0, 1, 0, 0] }).Equal);
    }

    [Fact]
    public void A_count_changed_in_the_head_is_found() =>
        Assert.False(Verify(Good with { Head = Good.Head with { Counts = [3, 0, 0, 0] } }, null).Equal);

    [Fact]
    public void A_choice_changed_in_the_journal_is_found()
    {
        var data = Good.Pages[0].Data.ToArray();
        data[^1] ^= 1;

        Assert.False(Verify(Good with { Pages = [Good.Pages[0] with { Data = data }, .. Good.Pages.Skip(1)] }, BoxTally.Of(Good.Head)).Equal);
    }

    [Fact]
    public void Two_entries_that_changed_places_are_found()
    {
        var entries = JournalEntry.ReadAll(Good.Pages[1].Data).ToArray();
        var page = new System.Buffers.ArrayBufferWriter<byte>();
        foreach (var entry in entries.Reverse())
            entry.AppendTo(page, new byte[32]);

        Assert.False(Verify(Good with { Pages = [Good.Pages[0], Good.Pages[1] with { Data = page.WrittenSpan.ToArray() }] }, null).Equal);
    }

    [Fact]
    public void A_root_that_is_not_that_of_the_journals_is_found()
    {
        var merged = Merged(BoxTally.Of(Good.Head)) with { Final = new FinalResult("00") };

        Assert.False(VerifyPoll.Decide(merged, [BoxRecount.Of(Good, Boxes.FirstCounts, null)], Boxes.Options).Equal);
    }

    [Fact]
    public void Results_that_are_not_the_sum_of_their_boxes_are_found()
    {
        var merged = Merged(BoxTally.Of(Good.Head)) with { Ballots = 4 };

        Assert.False(VerifyPoll.Decide(merged, [BoxRecount.Of(Good, Boxes.FirstCounts, null)], Boxes.Options).Equal);
    }

    [Fact]
    public void A_final_result_that_stands_on_an_older_state_of_a_box_is_found()
    {
        var older = BoxTally.Of(Good.Recount(Boxes.FirstCounts, 1).Head);
        var merged = Merged(older) with { Final = new FinalResult(FinalResult.RootOf([Good.Head.Chain])) };

        Assert.False(VerifyPoll.Decide(merged, [BoxRecount.Of(Good, Boxes.FirstCounts, older)], Boxes.Options).Equal);
    }

    [Fact]
    public void A_page_that_was_merged_after_the_head_was_read_is_counted_up_to_the_head()
    {
        var first = Good.Recount(Boxes.FirstCounts, 1).Head;
        var merged = Good.Pages[0] with { Count = 3, Data = [.. Good.Pages.SelectMany(page => page.Data)] };

        Boxes.AssertSameBytes(first, new BoxJournal(first, "etag", [merged]).Recount(Boxes.FirstCounts).Head);
    }

    private static Verification Verify(BoxJournal journal, BoxTally? tally) =>
        VerifyPoll.Decide(Merged(tally), [BoxRecount.Of(journal, Boxes.FirstCounts, tally)], Boxes.Options);

    private static ResultsDocument Merged(BoxTally? tally) => new()
    {
        PollId = "abcdefgh",
        Ballots = tally?.Ballots ?? 0,
        Counts = tally?.Counts ?? [0, 0, 0, 0],
        Boxes = tally is null ? ImmutableSortedDictionary<int, BoxTally>.Empty : ImmutableSortedDictionary<int, BoxTally>.Empty.Add(0, tally),
    };

    private static BoxJournal Journal()
    {
        var stored = new StoredBox(Boxes.FirstCounts);
        foreach (var votes in new[] { new[] { Boxes.Vote(0, 1, 1, 0) }, [Boxes.Vote(1, 2, 2, 0), Boxes.Vote(2, 3, 3, 1)] })
            stored.Commit(stored.Load(), BallotBox.Apply(stored.Load().State, Boxes.FirstCounts, Boxes.Partition, votes)!);
        return stored.Journal;
    }
}

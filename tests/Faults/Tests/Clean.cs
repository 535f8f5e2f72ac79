using System.Collections.Immutable;
using LiveTally.Tests.Faults.Checking;

namespace LiveTally.Tests.Faults.Tests;

/// <summary>
/// Small histories in which all is well, for tests to break. Voter 1 had a 202 and sent another vote afterwards; voter 2 heard nothing and
/// counts; voter 3 came after the close was asked for and was rejected; voter 4 was refused.
/// </summary>
internal static class Clean
{
    public static readonly Guid First = Id(1), Second = Id(2), Unheard = Id(3), TooLate = Id(4), Refused = Id(5);

    public static readonly Tally Results = new(7, "final", 2, [1, 1], [], "root");

    public static PollHistory Poll(bool allowChange = false)
    {
        var later = allowChange ? "counted" : "duplicate";
        ImmutableArray<long> counts = allowChange ? [0, 2] : [1, 1];
        var results = Results with { Counts = counts };
        return new PollHistory
        {
            Poll = new PollFacts("k7f3q2xm", PollKind.Single, 2, allowChange, 2),
            Submissions =
            [
                Sent(1, First, [0], 1, 2),
                Sent(1, First, [0], 2, 3),
                Sent(1, Second, [1], 4, 5),
                Sent(2, Unheard, [1], 4, 6, Reply.None),
                Sent(3, TooLate, [0], 11, 12),
                Sent(4, Refused, [0], 13, 14, Reply.Refused),
            ],
            CloseAskedAt = At(10),
            LastSeenNotFinalAt = At(20),
            FinalSeenAt = At(21),
            FirstFinal = results,
            Final = results,
            Journal =
            [
                Line(0, 1, "a", First, [0]),
                Line(0, 2, "a", Second, [1], later),
                Marker(0, 3, "closed"),
                Line(0, 4, "c", TooLate, [0], "rejected", "closed"),
                Marker(0, 5, "sealed"),
                Line(1, 1, "b", Unheard, [1]),
                Marker(1, 2, "closed"),
                Marker(1, 3, "sealed"),
            ],
            Statuses = new Dictionary<Guid, VoteStatus>
            {
                [First] = allowChange ? new("superseded", 0, 1) : new("counted", 0, 1),
                [Second] = new(later, 0, 2),
                [Unheard] = new("counted", 1, 1),
                [TooLate] = new("rejected", 0, 4, "closed"),
                [Refused] = VoteStatus.NotFound,
            },
            Verification = new Verification(true, 2, counts, "root"),
            Watchers =
            [
                new WatcherHistory("screen", [results with { Version = 3, State = "open", Ballots = 1, Counts = [0, 1], Root = null }, results, results], At(1)),
                new WatcherHistory("late screen", [], At(21)),
            ],
        };
    }

    public static TimeSpan At(int seconds) => TimeSpan.FromSeconds(seconds);

    public static Guid Id(int number) => new(number, 0, 0x7000, 0x80, 0, 0, 0, 0, 0, 0, 0);

    public static Submission Sent(int voter, Guid vote, int[] choices, int sent, int answered, Reply reply = Reply.Accepted) =>
        new(voter, vote, [.. choices], At(sent), At(answered), reply);

    public static JournalLine Line(int box, long entry, string key, Guid vote, int[] choices, string outcome = "counted", string? reason = null) =>
        new() { Box = box, Entry = entry, BallotKey = key, VoteId = vote, Choices = [.. choices], SequenceNumber = entry, Outcome = outcome, Reason = reason };

    public static JournalLine Marker(int box, long entry, string outcome) => new() { Box = box, Entry = entry, Outcome = outcome };
}

internal static class Edits
{
    public static PollHistory Sending(this PollHistory history, params Submission[] more) => history with { Submissions = [.. history.Submissions, .. more] };

    /// <summary>Replaces one line, or takes it away, and keeps the numbers without a gap.</summary>
    public static PollHistory WithLine(this PollHistory history, int index, params JournalLine[] instead)
    {
        var lines = history.Journal!.ToList();
        lines.RemoveAt(index);
        lines.InsertRange(index, instead);
        return history with { Journal = [.. lines.GroupBy(line => line.Box).SelectMany(box => box.Select((line, entry) => line with { Entry = entry + 1 }))] };
    }

    public static PollHistory WithStatus(this PollHistory history, Guid vote, VoteStatus status) =>
        history with { Statuses = new Dictionary<Guid, VoteStatus>(history.Statuses!) { [vote] = status } };

    public static PollHistory WithResults(this PollHistory history, Tally results) => history with
    {
        FirstFinal = results,
        Final = results,
        Verification = new Verification(true, results.Ballots, results.Counts, results.Root),
        Watchers = [],
    };

    public static PollHistory Watched(this PollHistory history, params WatcherHistory[] watchers) => history with { Watchers = watchers };
}

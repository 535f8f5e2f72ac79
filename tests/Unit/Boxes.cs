using System.Buffers;
using System.Text.Json;
using CsCheck;
using LiveTally.Operations;
using LiveTally.Polls;
using LiveTally.Tally;
using LiveTally.Votes;

namespace LiveTally.Tests.Unit;

/// <summary>Random events, and a box's storage as Cosmos DB keeps it: one head with an ETag, and pages written with it or not at all.</summary>
internal static class Boxes
{
    public const int Partition = 7;
    public const int Options = 4;

    public static readonly BoxRules FirstCounts = new(PollKind.Single, Options, 1, AllowChange: false);
    public static readonly BoxRules NewestCounts = new(PollKind.Multiple, Options, 2, AllowChange: true);
    public static readonly BoxRules Ranked = new(PollKind.Ranking, Options, Options, AllowChange: true);

    /// <summary>A log of up to 60 votes by up to 8 voters, who repeat themselves, change their minds, send nonsense and are late.</summary>
    public static readonly Gen<CastVote[]> Votes = Gen
        .Select(Gen.Int[0, 7], Gen.Int[0, 15], Gen.Byte[0, Options].Array[0, 3], Gen.Int[0, 9])
        .Array[0, 60]
        .Select(votes => votes.Select((vote, i) => Vote(i, vote.Item1, vote.Item2, vote.Item3) with { AcceptedAt = Second(vote.Item4) }).ToArray());

    /// <summary>Such a log with close and seal markers, often each more than once, anywhere in it.</summary>
    public static readonly Gen<BoxEvent[]> Log = Gen
        .Select(Votes, Gen.Select(Gen.Double.Unit, Gen.Int[0, 9]).Array[0, 2], Gen.Double[0.5, 3].Array[0, 2])
        .Select((votes, closes, seals) =>
        {
            var log = votes.ToList<BoxEvent>();
            foreach (var (at, second) in closes)
                log.Insert((int)(at * log.Count), new CloseMarker(0, Second(second)));
            foreach (var at in seals.Where(at => at <= 1))
                log.Insert((int)(at * log.Count), new SealMarker(0));
            return log.Select((next, i) => next with { SequenceNumber = i }).ToArray();
        });

    public static BoxRules Rules(string name) => name switch
    {
        nameof(FirstCounts) => FirstCounts,
        nameof(NewestCounts) => NewestCounts,
        _ => Ranked,
    };

    public static CastVote Vote(long sequenceNumber, int voter, int voteId, params byte[] choices) =>
        new(sequenceNumber, Key(voter), Id(voteId), choices, DateTimeOffset.UnixEpoch);

    public static DateTimeOffset Second(int second) => DateTimeOffset.UnixEpoch.AddSeconds(second);

    public static BallotKey Key(int voter) => new((UInt128)voter);

    public static Guid Id(int number) => new(number, 0, 0x7000, 0x80, 0, 0, 0, 0, 0, 0, 0);

    public static BoxState Empty(BoxRules rules) => new(BoxHead.Empty("abcdefgh", 0, rules));

    /// <summary>The box after the events, in one go.</summary>
    public static BoxState After(BoxRules rules, params IEnumerable<BoxEvent> events)
    {
        var state = Empty(rules);
        if (BallotBox.Apply(state, rules, Partition, events) is { } change)
            state.Fold(change);
        return state;
    }

    /// <summary>Who is to be counted with what, worked out from the rules as a reader would.</summary>
    public static Dictionary<BallotKey, CastVote> Expected(BoxRules rules, IEnumerable<BoxEvent> events)
    {
        var counted = new Dictionary<BallotKey, CastVote>();
        DateTimeOffset? closedAt = null;
        foreach (var next in events.TakeWhile(next => next is not SealMarker))
        {
            if (next is CloseMarker close)
                closedAt ??= close.ClosedAt;
            if (next is not CastVote vote || vote.AcceptedAt > closedAt || !IsBallot(rules, vote.Choices))
                continue;
            if (!counted.TryGetValue(vote.BallotKey, out var earlier) || (rules.AllowChange && vote.VoteId.CompareTo(earlier.VoteId) > 0))
                counted[vote.BallotKey] = vote;
        }

        return counted;
    }

    public static void AssertTally(BoxRules rules, BoxState state, Dictionary<BallotKey, CastVote> expected)
    {
        Assert.Equal(expected.Count, state.Head.Ballots);
        for (var option = 0; option < Options; option++)
        {
            var places = expected.Values.Select(vote => Array.IndexOf(vote.Choices, (byte)option)).Where(place => place >= 0).ToArray();
            Assert.Equal(rules == Ranked ? places.Sum(place => Options - place) : places.Length, state.Head.Counts[option]);
            Assert.Equal(rules == Ranked ? places.Count(place => place == 0) : null, state.Head.FirstChoices?[option]);
        }

        var ballots = state.Voters.Where(voter => voter.Value.HasBallot).ToArray();
        Assert.Equal(expected.Keys.OrderBy(key => key.Value), ballots.Select(voter => voter.Key).OrderBy(key => key.Value));
        Assert.All(ballots, voter => Assert.True(voter.Value.IsBallot(expected[voter.Key].VoteId)));
        Assert.All(ballots, voter => Assert.Equal(expected[voter.Key].Choices, voter.Value.Choices));
    }

    public static void AssertSameBytes(BoxHead expected, BoxHead actual) => Assert.Equal(
        JsonSerializer.Serialize(expected, AppJson.Default.BoxHead), JsonSerializer.Serialize(actual, AppJson.Default.BoxHead));

    /// <summary>The chain over a journal, link by link.</summary>
    public static byte[] Chain(IEnumerable<JournalEntry> journal) =>
        journal.Aggregate(new byte[32], (chain, entry) => entry.AppendTo(new ArrayBufferWriter<byte>(), chain));

    private static bool IsBallot(BoxRules rules, byte[] choices) =>
        choices.Length >= 1
        && choices.Length <= rules.MaxChoices
        && choices.All(choice => choice < rules.Options)
        && choices.Distinct().Count() == choices.Length;
}

/// <summary>A box in storage that two owners write to.</summary>
internal sealed class StoredBox(BoxRules rules)
{
    private readonly List<BoxPage> _pages = [];
    private BoxHead? _head;
    private int _etag;

    public BoxJournal Journal => new(_head ?? Boxes.Empty(rules).Head, _head is null ? null : $"{_etag}", _pages);

    public IEnumerable<JournalEntry> Entries => _pages.SelectMany(page => JournalEntry.ReadAll(page.Data));

    public int Conflicts { get; private set; }

    public LoadedBox Load() => new(Journal.Recount(rules), Journal.ETag);

    public string? Commit(LoadedBox box, BoxChange change)
    {
        if (box.ETag != Journal.ETag)
        {
            Conflicts++;
            return null;
        }

        Assert.DoesNotContain(_pages, page => page.Id == change.Page.Id);
        _head = change.Head;
        _pages.Add(change.Page);
        return $"{++_etag}";
    }
}

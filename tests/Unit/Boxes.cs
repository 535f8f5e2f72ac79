using System.Buffers;
using CsCheck;
using LiveTally.Tally;
using LiveTally.Votes;

namespace LiveTally.Tests.Unit;

/// <summary>Random votes, and a box's storage as Cosmos DB keeps it: one head with an ETag, and pages written with it or not at all.</summary>
internal static class Boxes
{
    public const int Partition = 7;
    public const int Options = 4;

    public static readonly BoxRules FirstCounts = new(Options, 1, AllowChange: false, ClosedAt: null);
    public static readonly BoxRules NewestCounts = new(Options, 2, AllowChange: true, ClosedAt: null);

    /// <summary>A log of up to 60 votes by up to 8 voters, who repeat themselves, change their minds and send nonsense.</summary>
    public static readonly Gen<CastVote[]> Log = Gen
        .Select(Gen.Int[0, 7], Gen.Int[0, 15], Gen.Byte[0, Options].Array[0, 3])
        .Array[0, 60]
        .Select(votes => votes.Select((vote, i) => Vote(i, vote.Item1, vote.Item2, vote.Item3)).ToArray());

    public static CastVote Vote(long sequenceNumber, int voter, int voteId, params byte[] choices) =>
        new(sequenceNumber, Key(voter), Id(voteId), choices, DateTimeOffset.UnixEpoch);

    public static BallotKey Key(int voter) => new((UInt128)voter);

    public static Guid Id(int number) => new(number, 0, 0x7000, 0x80, 0, 0, 0, 0, 0, 0, 0);

    public static BoxState Empty() => new(BoxHead.Empty("abcdefgh", 0, Options));

    /// <summary>The box after the votes, in one go.</summary>
    public static BoxState After(BoxRules rules, IEnumerable<CastVote> votes)
    {
        var state = Empty();
        if (BallotBox.Apply(state, rules, Partition, votes) is { } change)
            state.Fold(change);
        return state;
    }

    /// <summary>What a box must say, worked out the slow way.</summary>
    public static Dictionary<BallotKey, Ballot> Expected(BoxRules rules, IEnumerable<CastVote> votes) => votes
        .Where(vote => vote.Choices.Length >= 1 && vote.Choices.Length <= rules.MaxChoices)
        .Where(vote => vote.Choices.All(choice => choice < rules.Options) && vote.Choices.Distinct().Count() == vote.Choices.Length)
        .GroupBy(vote => vote.BallotKey)
        .ToDictionary(voter => voter.Key, voter => rules.AllowChange
            ? voter.Aggregate((a, b) => b.VoteId.CompareTo(a.VoteId) > 0 ? b : a)
            : voter.First())
        .ToDictionary(voter => voter.Key, voter => new Ballot(voter.Value.VoteId, voter.Value.Choices));

    public static void AssertTally(BoxState state, Dictionary<BallotKey, Ballot> expected)
    {
        Assert.Equal(expected.Count, state.Head.Ballots);
        for (var option = 0; option < Options; option++)
            Assert.Equal(expected.Values.Count(ballot => ballot.Choices.Contains((byte)option)), state.Head.Counts[option]);
        Assert.Equal(expected.Keys.OrderBy(key => key.Value), state.Ballots.Keys.OrderBy(key => key.Value));
        foreach (var (key, ballot) in expected)
        {
            Assert.Equal(ballot.VoteId, state.Ballots[key].VoteId);
            Assert.Equal(ballot.Choices, state.Ballots[key].Choices);
        }
    }

    public static void AssertSameBytes(BoxHead expected, BoxHead actual) =>
        Assert.Equal(
            System.Text.Json.JsonSerializer.Serialize(expected, Operations.AppJson.Default.BoxHead),
            System.Text.Json.JsonSerializer.Serialize(actual, Operations.AppJson.Default.BoxHead));

    /// <summary>The chain over a journal, link by link.</summary>
    public static byte[] Chain(IEnumerable<JournalEntry> journal) =>
        journal.Aggregate(new byte[32], (chain, entry) => entry.AppendTo(new ArrayBufferWriter<byte>(), chain));
}

/// <summary>A box in storage that two owners write to.</summary>
internal sealed class StoredBox
{
    private readonly List<BoxPage> _pages = [];
    private BoxHead? _head;
    private int _etag;

    public IEnumerable<JournalEntry> Journal => _pages.SelectMany(page => JournalEntry.ReadAll(page.Data));

    public int Conflicts { get; private set; }

    public LoadedBox Load()
    {
        if (_head is null)
            return new LoadedBox(Boxes.Empty(), null);

        var state = new BoxState(_head);
        state.Fold(Journal);
        return new LoadedBox(state, $"{_etag}");
    }

    public string? Commit(LoadedBox box, BoxChange change)
    {
        if (box.ETag != (_head is null ? null : $"{_etag}"))
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

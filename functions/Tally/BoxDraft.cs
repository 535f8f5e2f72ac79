using System.Buffers;
using System.Collections.Immutable;
using LiveTally.Votes;

namespace LiveTally.Tally;

/// <summary>A box and the entries that are being added to it: the one place that says what an entry does to the head.</summary>
public sealed class BoxDraft
{
    private readonly BoxState _state;
    private readonly BoxRules _rules;
    private readonly Dictionary<BallotKey, Voter> _voters = [];
    private readonly List<JournalEntry> _entries = [];
    private readonly ArrayBufferWriter<byte> _page = new();
    private readonly ImmutableSortedDictionary<int, long>.Builder _watermarks;
    private readonly long[] _counts;
    private readonly long[]? _firstChoices;
    private long _ballots;
    private byte[] _chain;

    public BoxDraft(BoxState state, BoxRules rules)
    {
        _state = state;
        _rules = rules;
        _watermarks = state.Head.Watermarks.ToBuilder();
        _counts = [.. state.Head.Counts];
        _firstChoices = state.Head.FirstChoices?.ToArray();
        _ballots = state.Head.Ballots;
        _chain = state.Head.Chain;
        ClosedAt = state.Head.ClosedAt;
        Sealed = state.Head.Sealed;
    }

    /// <summary>Votes accepted later do not count; null while the box is open.</summary>
    public DateTimeOffset? ClosedAt { get; private set; }

    /// <summary>Whether the box takes nothing more.</summary>
    public bool Sealed { get; private set; }

    /// <summary>What is known of a voter, with the entries added here.</summary>
    public Voter VoterOf(BallotKey key) => _voters.TryGetValue(key, out var voter) ? voter : _state.VoterOf(key);

    /// <summary>Adds an entry.</summary>
    public void Append(in JournalEntry entry)
    {
        switch (entry.Outcome)
        {
            case JournalOutcome.Closed:
                ClosedAt = entry.ClosedAt;
                break;
            case JournalOutcome.Sealed:
                Sealed = true;
                break;
            default:
                Append(entry, VoterOf(entry.BallotKey));
                break;
        }

        _watermarks[entry.Partition] = entry.SequenceNumber;
        _chain = entry.AppendTo(_page, _chain);
        _entries.Add(entry);
    }

    /// <summary>Head and page to commit, or null when no entry was added.</summary>
    public BoxChange? ToChange()
    {
        if (_entries.Count == 0)
            return null;

        var head = _state.Head;
        return new BoxChange(
            head with
            {
                Entries = head.Entries + _entries.Count,
                Ballots = _ballots,
                Counts = [.. _counts],
                FirstChoices = _firstChoices is null ? null : [.. _firstChoices],
                Watermarks = _watermarks.ToImmutable(),
                Chain = _chain,
                ClosedAt = ClosedAt,
                Sealed = Sealed,
            },
            new BoxPage { PollId = head.PollId, Box = head.Box, First = head.Entries + 1, Count = _entries.Count, Data = _page.WrittenSpan.ToArray() },
            _entries);
    }

    private void Append(in JournalEntry entry, in Voter voter)
    {
        if (entry.Outcome == JournalOutcome.Counted)
        {
            if (voter.Choices is { } earlier)
                Count(earlier, -1);
            else
                _ballots++;
            Count(entry.Choices, 1);
        }

        _voters[entry.BallotKey] = voter.With(entry);
    }

    private void Count(byte[] choices, int sign)
    {
        for (var place = 0; place < choices.Length; place++)
            _counts[choices[place]] += sign * _rules.PointsAt(place);
        if (_firstChoices is not null)
            _firstChoices[choices[0]] += sign;
    }
}

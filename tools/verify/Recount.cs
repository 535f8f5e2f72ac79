using System.Security.Cryptography;

namespace LiveTally.Verify;

/// <summary>Counts a journal anew, entry by entry, by the poll's rules, and notes every line that breaks one.</summary>
internal sealed class Recount(Poll poll)
{
    private readonly Dictionary<(int Box, string Voter), Line> _ballots = [];
    private readonly SortedDictionary<int, (Chain Chain, long Entries, bool Closed, bool Sealed)> _boxes = [];

    public List<string> Faults { get; } = [];

    public long Ballots => _ballots.Count;

    /// <summary>Choices per option; in a ranking Borda points, n for the first of n options.</summary>
    public long[] Counts => Sum(place => poll.Kind == "ranking" ? poll.Options.Length - place : 1);

    /// <summary>Ballots per option that name it first.</summary>
    public long[] FirstChoices => Sum(place => place == 0 ? 1 : 0);

    /// <summary>SHA-256 over the boxes' chains in order, in hexadecimal.</summary>
    public string Root => Convert.ToHexStringLower(SHA256.HashData(
        [.. Enumerable.Range(0, poll.Boxes).SelectMany(box => _boxes.TryGetValue(box, out var read) ? read.Chain.Hash : new byte[SHA256.HashSizeInBytes])]));

    /// <exception cref="FormatException">The line cannot be hashed.</exception>
    public void Add(Line line)
    {
        var (chain, entries, isClosed, isSealed) = _boxes.TryGetValue(line.Box, out var box) ? box : (new Chain(), 0L, false, false);
        Check(line.Box >= 0 && line.Box < poll.Boxes, line, "there is no such box");
        Check(line.Entry == entries + 1, line, $"entry {entries + 1} was to come");
        Check(!isSealed, line, "it comes after the seal");
        chain.Add(line);
        _boxes[line.Box] = (chain, entries + 1, isClosed || line.Outcome == "closed", isSealed || line.Outcome == "sealed");
        if (line.Outcome == "counted")
            Count(line);
        else
            CheckUncounted(line, isClosed);
    }

    /// <summary>Notes what only shows at the end: that a box is not sealed though its poll is final.</summary>
    public void End()
    {
        for (var box = 0; box < poll.Boxes && poll.State == "final"; box++)
        {
            if (!_boxes.TryGetValue(box, out var read) || !read.Sealed)
                Faults.Add($"Box {box} is not sealed, and its poll is final.");
        }
    }

    private void Count(Line line)
    {
        var choices = line.Choices ?? [];
        Check(line.BallotKey is { Length: 32 } && line.VoteId is not null, line, "it names no voter or no vote");
        Check(choices.Length >= 1 && choices.Length <= poll.MaxChoices, line, "it has too few or too many choices");
        Check(choices.All(choice => choice >= 0 && choice < poll.Options.Length) && choices.Distinct().Count() == choices.Length, line, "its choices are no ballot");
        if (Faults.Count > 0 && choices.Any(choice => choice < 0 || choice >= poll.Options.Length))
            return;

        var voter = line.BallotKey ?? "";
        Check(voter.Length != 32 || BoxOf(voter) == line.Box, line, "its voter belongs to another box");
        if (_ballots.TryGetValue((line.Box, voter), out var earlier))
        {
            Check(poll.AllowChange, line, $"its voter has entry {earlier.Entry} already, and votes cannot be changed");
            Check(line.VoteId > earlier.VoteId, line, $"it is older than entry {earlier.Entry}, which it replaces");
        }

        _ballots[(line.Box, voter)] = line;
    }

    /// <summary>A vote may only be left out for a reason that the journal itself shows.</summary>
    private void CheckUncounted(Line line, bool isClosed)
    {
        var earlier = line.BallotKey is null ? null : _ballots.GetValueOrDefault((line.Box, line.BallotKey));
        switch (line.Outcome, line.Reason)
        {
            case ("duplicate", _):
                Check(earlier is not null && !poll.AllowChange, line, "it is called a duplicate, and its voter had no ballot that stands");
                break;
            case ("superseded", _):
                Check(earlier is not null && poll.AllowChange && line.VoteId < earlier.VoteId, line, "it is called superseded, and its voter had no newer ballot");
                break;
            case ("rejected", "closed"):
                Check(isClosed, line, "it is rejected as too late, and the box was not closed");
                break;
        }
    }

    private int BoxOf(string voter) =>
        (int)(UInt128.Parse(voter, System.Globalization.NumberStyles.HexNumber, System.Globalization.CultureInfo.InvariantCulture) % (UInt128)poll.Boxes);

    private void Check(bool holds, Line line, string fault)
    {
        if (!holds)
            Faults.Add($"Box {line.Box}, entry {line.Entry}: {fault}.");
    }

    private long[] Sum(Func<int, int> pointsAt)
    {
        var sum = new long[poll.Options.Length];
        foreach (var ballot in _ballots.Values)
        {
            for (var place = 0; place < ballot.Choices!.Length; place++)
                sum[ballot.Choices[place]] += pointsAt(place);
        }

        return sum;
    }
}

using System.Collections.Immutable;

namespace LiveTally.Tests.Faults.Checking;

/// <summary>The answer to <c>GET …/votes/{voteId}</c>; <see cref="Status"/> is null when it was 404.</summary>
public sealed record VoteStatus(string? Status, int? Box = null, long? SequenceNumber = null, string? Reason = null)
{
    public static readonly VoteStatus NotFound = new((string?)null);

    public override string ToString() => Status is null ? "not found" : Reason is null ? Status : $"{Status} ({Reason})";
}

/// <summary>A tally as somebody saw it: over HTTP, or pushed.</summary>
public sealed record Tally(long Version, string State, long Ballots, ImmutableArray<long> Counts, ImmutableArray<long> FirstChoices, string? Root)
{
    public bool SameContent(Tally other) =>
        State == other.State && Ballots == other.Ballots && Root == other.Root
        && Counts.SequenceEqual(other.Counts) && FirstChoices.SequenceEqual(other.FirstChoices);

    public override string ToString() => $"version {Version} ({State}): {Ballots} ballots, {string.Join('+', Counts)}{(FirstChoices.IsEmpty ? "" : $", first {string.Join('+', FirstChoices)}")}";
}

/// <summary>The answer to <c>POST …/verify</c>.</summary>
public sealed record Verification(bool Equal, long Ballots, ImmutableArray<long> Counts, string? Root, string? Differences = null);

/// <summary>Everything that one watcher saw, in its order.</summary>
/// <param name="Name">For messages.</param>
/// <param name="Seen">The tallies.</param>
/// <param name="JoinedAt">
/// Since when it has been a viewer without a break until the end; null when it is none, or polls over HTTP.
/// </param>
public sealed record WatcherHistory(string Name, IReadOnlyList<Tally> Seen, TimeSpan? JoinedAt);

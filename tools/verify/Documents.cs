using System.Text.Json.Serialization;

namespace LiveTally.Verify;

/// <summary>What this program reads of a poll.</summary>
internal sealed record Poll(string Id, string Question, string Kind, string[] Options, int MaxChoices, bool AllowChange, string State, int Boxes);

/// <summary>What this program reads of a poll's results, to hold its own against.</summary>
internal sealed record Results(long Ballots, long[] Counts, long[]? FirstChoices, Final? Final);

/// <summary>The root that the results were published with.</summary>
internal sealed record Final(string Root);

/// <summary>A line of the published journal.</summary>
internal sealed record Line(
    int Box,
    long Entry,
    string Outcome,
    int Partition,
    long SequenceNumber,
    string? BallotKey,
    Guid? VoteId,
    int[]? Choices,
    string? Reason,
    DateTimeOffset? ClosedAt);

[JsonSourceGenerationOptions(System.Text.Json.JsonSerializerDefaults.Web)]
[JsonSerializable(typeof(Poll))]
[JsonSerializable(typeof(Results))]
[JsonSerializable(typeof(Line))]
internal sealed partial class Documents : JsonSerializerContext;

using System.Collections.Immutable;
using System.ComponentModel;
using System.Numerics;
using System.Text.Json.Serialization;
using LiveTally.Tally;
using LiveTally.Votes;

namespace LiveTally.Polls;

/// <summary>A poll: its question, its rules and its state (container <c>polls</c>, partition key <c>/id</c>).</summary>
[ImmutableObject(true)]
public sealed record Poll
{
    /// <summary>8 characters of <c>[a-z2-7]</c>: easy to type and to read out.</summary>
    public required string Id { get; init; }

    public required string Question { get; init; }

    public required PollKind Kind { get; init; }

    public required ImmutableArray<string> Options { get; init; }

    public required int MaxChoices { get; init; }

    public required bool AllowChange { get; init; }

    public required VoterRule Voters { get; init; }

    public required ResultsRule Results { get; init; }

    public required PollState State { get; init; }

    public DateTimeOffset? OpensAt { get; init; }

    public DateTimeOffset? ClosesAt { get; init; }

    public required int ExpectedVoters { get; init; }

    /// <summary>Number of ballot boxes, fixed at creation: a voter's box is the ballot key modulo this.</summary>
    public required int Boxes { get; init; }

    public required DateTimeOffset CreatedAt { get; init; }

    /// <summary>A vote accepted after this moment does not count; set when the poll is closed.</summary>
    public DateTimeOffset? ClosedAt { get; init; }

    /// <summary>Whether every box has its close marker in the log.</summary>
    public bool CloseMarked { get; init; }

    /// <summary>Whether time alone brings the poll on, so that the timers have to look at it. Written, so that they can ask for it.</summary>
    public bool Pending => State switch
    {
        PollState.Draft => OpensAt is not null,
        PollState.Open => ClosesAt is not null,
        PollState.Closing or PollState.Sealing => true,
        PollState.Deleted => !Purged,
        _ => false,
    };

    /// <summary>32 random bytes from which the poll's keys are derived. Never leaves the backend; deleting the poll destroys it.</summary>
    public required byte[] Secret { get; init; }

    /// <summary>How often the keys of voter tokens were changed; tokens of this generation and the one before hold.</summary>
    public int KeyGeneration { get; init; }
    /// <summary>Of a tombstone: when the poll was deleted.</summary>
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
    public DateTimeOffset? DeletedAt { get; init; }

    /// <summary>Of a tombstone: whether nothing else of the poll is left.</summary>
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingDefault)]
    public bool Purged { get; init; }

    /// <summary>Of a tombstone whose poll is purged: seconds after which Cosmos DB removes it.</summary>
    [JsonPropertyName("ttl"), JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
    public int? TimeToLive { get; init; }

    [JsonPropertyName("_etag")]
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
    public string? ETag { get; init; }

    /// <summary>Keys derived from <see cref="Secret"/>, once per loaded poll. A changed copy of the poll takes the field with it.</summary>
    [JsonIgnore]
    public PollKeys Keys => field?.Generation == KeyGeneration ? field
        : field = Secret.Length > 0 ? new PollKeys(Secret, KeyGeneration) : throw new InvalidOperationException("A deleted poll has no keys.");

    [JsonIgnore]
    public BoxRules BoxRules => new(Kind, Options.Length, MaxChoices, AllowChange);

    /// <summary>What stays of a poll that is deleted: that there was one, and how many boxes are to be purged.</summary>
    public Poll Tombstone(DateTimeOffset deletedAt) => new()
    {
        Id = Id,
        Question = "",
        Kind = Kind,
        Options = [],
        MaxChoices = 0,
        AllowChange = false,
        Voters = Voters,
        Results = Results,
        State = PollState.Deleted,
        ExpectedVoters = 0,
        Boxes = Boxes,
        CreatedAt = CreatedAt,
        DeletedAt = deletedAt,
        Secret = [],
    };

    /// <summary>Most boxes that a poll may have.</summary>
    public const int MaxBoxes = 256;

    /// <summary>About 2,000 ballots a box, a power of two so that voters spread evenly.</summary>
    public static int BoxesFor(int expectedVoters) =>
        Math.Clamp((int)BitOperations.RoundUpToPowerOf2((uint)((expectedVoters + 1_999) / 2_000)), 1, MaxBoxes);
}

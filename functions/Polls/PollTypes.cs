using System.Diagnostics.CodeAnalysis;
using System.Text.Json;
using System.Text.Json.Serialization;

namespace LiveTally.Polls;

/// <summary>What a ballot of the poll says.</summary>
[JsonConverter(typeof(ContractEnumConverter<PollKind>))]
public enum PollKind
{
    /// <summary>One option.</summary>
    [SuppressMessage("Naming", "CA1720", Justification = "The contract's word for it.")]
    Single,

    /// <summary>1 to <c>maxChoices</c> distinct options.</summary>
    Multiple,

    /// <summary>One step of a scale; the options are the steps.</summary>
    Rating,

    /// <summary>An order of some of the options.</summary>
    Ranking,
}

/// <summary>Who may vote.</summary>
[JsonConverter(typeof(ContractEnumConverter<VoterRule>))]
public enum VoterRule
{
    /// <summary>Anybody, one token per device.</summary>
    Anonymous,

    /// <summary>Whoever holds a single-use code from the admin.</summary>
    Codes,

    /// <summary>Whoever signs in with Entra ID.</summary>
    Directory,
}

/// <summary>Who sees the results, and when.</summary>
[JsonConverter(typeof(ContractEnumConverter<ResultsRule>))]
public enum ResultsRule
{
    /// <summary>Everybody, all the time.</summary>
    Live,

    /// <summary>A voter who has voted.</summary>
    AfterVote,

    /// <summary>Everybody, once the poll no longer takes votes.</summary>
    AfterClose,
}

/// <summary>Where a poll is in its life. It only ever moves forward, in this order.</summary>
[JsonConverter(typeof(ContractEnumConverter<PollState>))]
public enum PollState
{
    /// <summary>Being written; nobody but admins knows of it.</summary>
    Draft,

    /// <summary>Takes votes.</summary>
    Open,

    /// <summary>Takes no more votes; those accepted in time are still being counted.</summary>
    Closing,

    /// <summary>Its boxes are being sealed.</summary>
    Sealing,

    /// <summary>The result stands for good.</summary>
    Final,

    /// <summary>Not a state that clients see: the document is a tombstone, and to everybody there is no such poll.</summary>
    Deleted,
}

/// <summary>The contract's words for an enum: camelCase names, never numbers.</summary>
internal sealed class ContractEnumConverter<T>() : JsonStringEnumConverter<T>(JsonNamingPolicy.CamelCase, allowIntegerValues: false)
    where T : struct, Enum;

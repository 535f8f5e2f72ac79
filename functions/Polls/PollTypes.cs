using System.Diagnostics.CodeAnalysis;
using System.Text.Json.Serialization;

namespace LiveTally.Polls;

/// <summary>What a ballot of the poll says.</summary>
[JsonConverter(typeof(JsonStringEnumConverter<PollKind>))]
public enum PollKind
{
    /// <summary>One option.</summary>
    [SuppressMessage("Naming", "CA1720", Justification = "The contract's word for it.")]
    [JsonStringEnumMemberName("single")] Single,

    /// <summary>1 to <c>maxChoices</c> distinct options.</summary>
    [JsonStringEnumMemberName("multiple")] Multiple,

    /// <summary>One step of a scale; the options are the steps.</summary>
    [JsonStringEnumMemberName("rating")] Rating,

    /// <summary>An order of some of the options.</summary>
    [JsonStringEnumMemberName("ranking")] Ranking,
}

/// <summary>Who may vote.</summary>
[JsonConverter(typeof(JsonStringEnumConverter<VoterRule>))]
public enum VoterRule
{
    /// <summary>Anybody, one token per device.</summary>
    [JsonStringEnumMemberName("anonymous")] Anonymous,

    /// <summary>Whoever holds a single-use code from the admin.</summary>
    [JsonStringEnumMemberName("codes")] Codes,

    /// <summary>Whoever signs in with Entra ID.</summary>
    [JsonStringEnumMemberName("directory")] Directory,
}

/// <summary>Who sees the results, and when.</summary>
[JsonConverter(typeof(JsonStringEnumConverter<ResultsRule>))]
public enum ResultsRule
{
    /// <summary>Everybody, all the time.</summary>
    [JsonStringEnumMemberName("live")] Live,

    /// <summary>A voter who has voted.</summary>
    [JsonStringEnumMemberName("afterVote")] AfterVote,

    /// <summary>Everybody, once the poll no longer takes votes.</summary>
    [JsonStringEnumMemberName("afterClose")] AfterClose,
}

/// <summary>Where a poll is in its life. It only ever moves forward, in this order.</summary>
[JsonConverter(typeof(JsonStringEnumConverter<PollState>))]
public enum PollState
{
    /// <summary>Being written; nobody but admins knows of it.</summary>
    [JsonStringEnumMemberName("draft")] Draft,

    /// <summary>Takes votes.</summary>
    [JsonStringEnumMemberName("open")] Open,

    /// <summary>Takes no more votes; those accepted in time are still being counted.</summary>
    [JsonStringEnumMemberName("closing")] Closing,

    /// <summary>Its boxes are being sealed.</summary>
    [JsonStringEnumMemberName("sealing")] Sealing,

    /// <summary>The result stands for good.</summary>
    [JsonStringEnumMemberName("final")] Final,
}

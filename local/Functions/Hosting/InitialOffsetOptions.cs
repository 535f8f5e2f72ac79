using System.Text.Json;
using System.Text.Json.Serialization;

namespace LiveTally.Local.Functions.Hosting;

/// <summary>Where a consumer group without a checkpoint begins.</summary>
[JsonConverter(typeof(InitialOffsetConverter))]
internal enum InitialOffsetType
{
    FromStart,
    FromEnd,
    FromEnqueuedTime,
}

/// <summary><c>extensions.eventHubs.initialOffsetOptions</c>.</summary>
internal sealed record InitialOffsetOptions
{
    public InitialOffsetType Type { get; set; }

    /// <summary>For <see cref="InitialOffsetType.FromEnqueuedTime"/>.</summary>
    public DateTimeOffset? EnqueuedTimeUtc { get; set; }
}

internal sealed class InitialOffsetConverter() : JsonStringEnumConverter<InitialOffsetType>(JsonNamingPolicy.CamelCase, allowIntegerValues: false);

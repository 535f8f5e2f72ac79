using System.Text;
using System.Text.Json;
using LiveTally.Local.EventHubs;
using LiveTally.Local.Functions.Hosting;
using Microsoft.Azure.Functions.Worker;
using Microsoft.Extensions.DependencyInjection;

namespace LiveTally.Local.Functions.EventHubs;

/// <summary>An invocation with events of one partition, in order.</summary>
internal sealed class EventHubInvocation(
    FunctionDescriptor function,
    IReadOnlyList<LoggedEvent> events,
    JsonElement partitionContext,
    IServiceScopeFactory scopes,
    RetryContext attempt,
    CancellationToken cancellationToken)
    : TriggerInvocation(function, scopes, attempt, cancellationToken)
{
    private static readonly IReadOnlyDictionary<string, string> NoProperties = System.Collections.Frozen.FrozenDictionary<string, string>.Empty;

    public byte[][] Arrays() => Select(static e => e.Body.ToArray());

    public ReadOnlyMemory<byte>[] Memories() => Select(static e => e.Body);

    public string[] Strings() => Select(static e => Encoding.UTF8.GetString(e.Body.Span));

    public byte[] SingleArray() => events[0].Body.ToArray();

    public ReadOnlyMemory<byte> SingleMemory() => events[0].Body;

    public string SingleString() => Encoding.UTF8.GetString(events[0].Body.Span);

    public long[] SequenceNumbers() => Select(static e => e.SequenceNumber);

    public string[] Offsets() => Select(static e => Text(e.Offset));

    /// <summary>Null where an event was sent without a key.</summary>
    public string[] PartitionKeys() => Select(static e => e.PartitionKey!);

    public DateTime[] EnqueuedTimes() => Select(static e => e.EnqueuedTime.UtcDateTime);

    /// <summary>Of each event its application properties, an object; empty where it was sent without.</summary>
    public JsonElement[] Properties() => Select(static e =>
        JsonSerializer.SerializeToElement(e.Properties ?? NoProperties, EventHubJson.Default.IReadOnlyDictionaryStringString));

    public JsonElement PartitionContext() => partitionContext;

    protected override IReadOnlyDictionary<string, object?> CreateBindingData() => EventHubBindingData.Of(this);

    private static string Text(long number) => number.ToString(System.Globalization.CultureInfo.InvariantCulture);

    private T[] Select<T>(Func<LoggedEvent, T> selector)
    {
        var values = new T[events.Count];
        for (var i = 0; i < values.Length; i++)
            values[i] = selector(events[i]);
        return values;
    }
}

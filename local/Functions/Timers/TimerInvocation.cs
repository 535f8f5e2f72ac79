using System.Text.Json;
using System.Text.Json.Serialization;
using LiveTally.Local.Functions.Hosting;
using Microsoft.Azure.Functions.Worker;
using Microsoft.Extensions.DependencyInjection;

namespace LiveTally.Local.Functions.Timers;

/// <summary>An invocation by the clock.</summary>
internal sealed class TimerInvocation(
    FunctionDescriptor function, TimerInfo info, IServiceScopeFactory scopes, RetryContext attempt, CancellationToken cancellationToken)
    : TriggerInvocation(function, scopes, attempt, cancellationToken)
{
    public TimerInfo Info { get; } = info;

    protected override IReadOnlyDictionary<string, object?> CreateBindingData() =>
        new Dictionary<string, object?>(StringComparer.OrdinalIgnoreCase)
        {
            ["TimerTrigger"] = JsonSerializer.Serialize(Info, TimerJson.Default.TimerInfo),
        };
}

[JsonSerializable(typeof(TimerInfo))]
[JsonSerializable(typeof(ScheduleStatus))]
internal sealed partial class TimerJson : JsonSerializerContext;

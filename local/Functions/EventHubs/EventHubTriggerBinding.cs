using System.Linq.Expressions;
using System.Reflection;
using LiveTally.Local.Functions.Hosting;
using Microsoft.Azure.Functions.Worker;

namespace LiveTally.Local.Functions.EventHubs;

/// <summary>A hub, a consumer group, and what a function can take from a batch of events.</summary>
internal sealed class EventHubTriggerBinding(EventHubTriggerAttribute attribute, Func<string, string> resolve) : TriggerBinding
{
    public override string Type => "eventHubTrigger";

    public override Type ContextType => typeof(EventHubInvocation);

    public string EventHubName { get; } = resolve(attribute.EventHubName);

    public string ConsumerGroup { get; } = attribute.ConsumerGroup is { Length: > 0 } group ? resolve(group) : "$Default";

    public bool IsBatched => attribute.IsBatched;

    protected override Expression? BindOwn(ParameterInfo parameter, Expression invocation)
    {
        var source = parameter.IsDefined(typeof(EventHubTriggerAttribute))
            ? EventsAs(parameter.ParameterType)
            : Metadata(parameter.Name!);
        return source?.ReturnType == parameter.ParameterType ? Expression.Call(invocation, source) : null;
    }

    private MethodInfo? EventsAs(Type type) => (IsBatched, type) switch
    {
        (true, _) when type == typeof(byte[][]) => Method(nameof(EventHubInvocation.Arrays)),
        (true, _) when type == typeof(ReadOnlyMemory<byte>[]) => Method(nameof(EventHubInvocation.Memories)),
        (true, _) when type == typeof(string[]) => Method(nameof(EventHubInvocation.Strings)),
        (false, _) when type == typeof(byte[]) => Method(nameof(EventHubInvocation.SingleArray)),
        (false, _) when type == typeof(ReadOnlyMemory<byte>) => Method(nameof(EventHubInvocation.SingleMemory)),
        (false, _) when type == typeof(string) => Method(nameof(EventHubInvocation.SingleString)),
        _ => null,
    };

    private MethodInfo? Metadata(string name) => (IsBatched, name.ToUpperInvariant()) switch
    {
        (true, "SEQUENCENUMBERARRAY") => Method(nameof(EventHubInvocation.SequenceNumbers)),
        (true, "OFFSETARRAY") => Method(nameof(EventHubInvocation.Offsets)),
        (true, "PARTITIONKEYARRAY") => Method(nameof(EventHubInvocation.PartitionKeys)),
        (true, "PROPERTIESARRAY") => Method(nameof(EventHubInvocation.Properties)),
        (true, "ENQUEUEDTIMEUTCARRAY") => Method(nameof(EventHubInvocation.EnqueuedTimes)),
        (_, "PARTITIONCONTEXT") => Method(nameof(EventHubInvocation.PartitionContext)),
        _ => null,
    };

    private static MethodInfo Method(string name) => typeof(EventHubInvocation).GetMethod(name)!;
}

using Microsoft.Azure.Functions.Worker.Extensions.Abstractions;

namespace Microsoft.Azure.Functions.Worker;

/// <summary>Starts the function with events of an event hub, one partition at a time and in order.</summary>
public sealed class EventHubTriggerAttribute(string eventHubName) : TriggerBindingAttribute, ISupportCardinality
{
    public string EventHubName { get; } = eventHubName;

    /// <summary>Null: <c>$Default</c>.</summary>
    public string? ConsumerGroup { get; set; }

    /// <summary>Name of the setting that says where the hub is. The local host has its own.</summary>
    public string? Connection { get; set; }

    /// <summary>Whether the parameter is an array.</summary>
    public bool IsBatched { get; set; } = true;

    Cardinality ISupportCardinality.Cardinality
    {
        get => IsBatched ? Cardinality.Many : Cardinality.One;
        set => IsBatched = value == Cardinality.Many;
    }
}

using LiveTally.Local.Functions.CosmosDb;
using LiveTally.Local.Functions.EventHubs;
using LiveTally.Local.Functions.Timers;
using Microsoft.Extensions.DependencyInjection;

namespace LiveTally.Local.Functions.Hosting;

internal static class TriggerListeners
{
    /// <summary>Registers a listener for each function that no request starts, and the service that runs them.</summary>
    /// <exception cref="StartupException">Two functions would get in each other's way.</exception>
    public static void Add(IServiceCollection services, IReadOnlyList<FunctionDescriptor> functions, EventHubsSettings eventHubs)
    {
        CheckEventHubs(functions);
        foreach (var function in functions)
        {
            switch (function.Trigger)
            {
                case EventHubTriggerBinding:
                    AddListener<EventHubListener>(services, function, eventHubs);
                    break;
                case CosmosDbTriggerBinding:
                    AddListener<CosmosDbListener>(services, function);
                    break;
                case TimerTriggerBinding:
                    AddListener<TimerListener>(services, function);
                    break;
            }
        }

        services.AddHostedService<TriggerService>();
    }

    private static void AddListener<T>(IServiceCollection services, params object[] arguments)
        where T : class, ITriggerListener =>
        services.AddSingleton<ITriggerListener>(provider => ActivatorUtilities.CreateInstance<T>(provider, arguments));

    private static void CheckEventHubs(IReadOnlyList<FunctionDescriptor> functions)
    {
        var groups = new Dictionary<string, string>(StringComparer.OrdinalIgnoreCase);
        string? hub = null;
        foreach (var function in functions)
        {
            if (function.Trigger is not EventHubTriggerBinding trigger)
                continue;
            if ((hub ??= trigger.EventHubName) != trigger.EventHubName)
                throw StartupException.OfFunction(function.Name, $"the local host has one event hub, and another function calls it {hub}");
            if (!groups.TryAdd(trigger.ConsumerGroup, function.Name))
            {
                throw StartupException.OfFunction(
                    function.Name,
                    $"it shares the consumer group {trigger.ConsumerGroup} with {groups[trigger.ConsumerGroup]}, so each would get only a part");
            }
        }
    }
}

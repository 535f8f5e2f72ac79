using System.Reflection;
using LiveTally.Local.Functions.CosmosDb;
using LiveTally.Local.Functions.EventHubs;
using LiveTally.Local.Functions.Http;
using LiveTally.Local.Functions.Timers;
using Microsoft.Azure.Functions.Worker;
using Microsoft.Azure.Functions.Worker.Extensions.Abstractions;
using Microsoft.Extensions.Configuration;

namespace LiveTally.Local.Functions.Hosting;

/// <summary>Makes the binding that belongs to a trigger attribute.</summary>
internal sealed class TriggerBindingFactory(IConfiguration configuration, HostJson hostJson, bool hasWebApplication)
{
    public IConfiguration Configuration { get; } = configuration;

    /// <exception cref="StartupException">The local host does not support the attribute, or something it says.</exception>
    public TriggerBinding Create(string function, ParameterInfo parameter)
    {
        string Resolve(string text) => SettingNames.Resolve(text, Configuration, function);

        switch (BindingAttributes.Single<TriggerBindingAttribute>(function, parameter))
        {
            case HttpTriggerAttribute when !hasWebApplication:
                throw StartupException.OfFunction(function, "HTTP functions need builder.ConfigureFunctionsWebApplication()");
            case HttpTriggerAttribute http:
                return new HttpTriggerBinding(function, http, hostJson.Extensions.Http.RoutePrefix, Resolve);
            case EventHubTriggerAttribute eventHub:
                return new EventHubTriggerBinding(eventHub, Resolve);
            case CosmosDBTriggerAttribute cosmosDb:
                return new CosmosDbTriggerBinding(function, cosmosDb, Resolve);
            case TimerTriggerAttribute timer:
                return new TimerTriggerBinding(function, timer, Resolve);
            case var other:
                throw StartupException.OfFunction(function, $"the local host has no {other!.GetType().Name}");
        }
    }
}

using LiveTally.Local.Functions.Hosting;
using LiveTally.Local.Functions.SignalR;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Routing;
using Microsoft.Azure.Functions.Worker;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;

namespace LiveTally.Local.Functions.Http;

internal static class HttpFunctions
{
    /// <summary>One endpoint per HTTP function.</summary>
    public static void Map(IEndpointRouteBuilder routes, IEnumerable<FunctionDescriptor> functions)
    {
        var invoker = routes.ServiceProvider.GetRequiredService<FunctionInvoker>();
        var outputs = routes.ServiceProvider.GetRequiredService<OutputSender>();
        var logger = routes.ServiceProvider.GetRequiredService<ILogger<HttpFunctionEndpoint>>();
        var keyed = new List<string>();
        foreach (var function in functions)
        {
            if (function.Trigger is not HttpTriggerBinding trigger)
                continue;
            var endpoint = routes.Map(trigger.CreatePattern(), new HttpFunctionEndpoint(function, invoker, outputs, logger).InvokeAsync);
            endpoint.WithDisplayName(function.Name);
            if (trigger.Methods.Count > 0)
                endpoint.WithMetadata(new HttpMethodMetadata(trigger.Methods));
            if (trigger.AuthLevel != AuthorizationLevel.Anonymous)
                keyed.Add(function.Name);
        }

        if (keyed.Count > 0)
            Log.KeysIgnored(logger, string.Join(", ", keyed));
    }
}

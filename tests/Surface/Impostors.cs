#pragma warning disable CA1019, CA1813, CA1819, CA1711

using Microsoft.Azure.Functions.Worker.Extensions.Abstractions;

// Types under the names of real ones, each wrong in one way that the comparison has to see.
namespace Microsoft.Azure.Functions.Worker
{
    /// <summary>Not sealed, and a settable property where the worker's only reads.</summary>
    public class EventHubTriggerAttribute(string eventHubName) : TriggerBindingAttribute
    {
        public string EventHubName { get; set; } = eventHubName;
    }

    /// <summary>An optional parameter, and no params array.</summary>
    public sealed class HttpTriggerAttribute : TriggerBindingAttribute
    {
        public HttpTriggerAttribute(AuthorizationLevel authLevel = default) => AuthLevel = authLevel;

        public HttpTriggerAttribute(string[] methods) => Methods = methods;

        public AuthorizationLevel AuthLevel { get; }

        public string[]? Methods { get; }
    }

    /// <summary>Another usage, and one value renumbered below.</summary>
    [AttributeUsage(AttributeTargets.Method)]
    public sealed class HttpResultAttribute : OutputBindingAttribute;

    public enum SignalRGroupActionType
    {
        Add = 0,
        RemoveAll = 1,
        Remove = 2,
    }

    /// <summary>An int where the worker has a long way to go: another type, and a protected member that it lacks.</summary>
    public class ScheduleStatus
    {
        public DateTimeOffset Last { get; set; }

        protected int Runs { get; set; }
    }

    /// <summary>A name that the worker does not have.</summary>
    public sealed class KafkaTriggerAttribute : TriggerBindingAttribute;
}

namespace Microsoft.Azure.Functions.Worker.Middleware
{
    /// <summary>Returns a ValueTask.</summary>
    public delegate ValueTask FunctionExecutionDelegate(FunctionContext context);
}

using System.Collections;
using Microsoft.Azure.Functions.Worker;

namespace LiveTally.Local.Functions.SignalR;

/// <summary>An output to a hub, and where its value is in what the function returns.</summary>
internal sealed record SignalROutput(string Hub, Func<object, object?> Read)
{
    /// <summary>Whether values of the type are actions or collections of them.</summary>
    public static bool Takes(Type type) => IsAction(type) || type.GetInterfaces().Prepend(type).Any(IsSequenceOfActions);

    /// <summary>The actions in a value.</summary>
    public static IEnumerable<object> ActionsIn(object value) => value is IEnumerable sequence ? sequence.OfType<object>() : [value];

    private static bool IsAction(Type type) =>
        type == typeof(object) || type == typeof(SignalRMessageAction) || type == typeof(SignalRGroupAction);

    private static bool IsSequenceOfActions(Type type) =>
        type.IsGenericType && type.GetGenericTypeDefinition() == typeof(IEnumerable<>) && IsAction(type.GetGenericArguments()[0]);
}

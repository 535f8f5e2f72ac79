using System.Collections;
using System.Reflection;
using System.Runtime.CompilerServices;
using Microsoft.Azure.Functions.Worker;
using Microsoft.Azure.Functions.Worker.Extensions.Abstractions;

namespace LiveTally.Tests.Infrastructure.AzureTarget;

/// <summary>What the analyzers of the real worker's packages call errors, so that it is known before those packages are at hand.</summary>
internal static class WorkerRules
{
    /// <summary>The rules that a function breaks.</summary>
    public static IEnumerable<string> BrokenBy(MethodInfo function)
    {
        if (function.ReturnType == typeof(void) && function.IsDefined(typeof(AsyncStateMachineAttribute)))
            yield return "AZFW0002";
        if (function.GetParameters().Any(IsOneForABatch))
            yield return "AZFW0008";
        if (LacksItsHttpResult(function))
            yield return "AZFW0015";
    }

    // A string and bytes are one event, although they can be iterated.
    private static bool IsOneForABatch(ParameterInfo parameter) =>
        parameter.GetCustomAttribute<TriggerBindingAttribute>() is EventHubTriggerAttribute { IsBatched: true }
        && (!parameter.ParameterType.IsAssignableTo(typeof(IEnumerable)) || parameter.ParameterType == typeof(string) || parameter.ParameterType == typeof(byte[]));

    // Of several outputs one is the answer, and the worker with ASP.NET Core does not guess which.
    private static bool LacksItsHttpResult(MethodInfo function)
    {
        if (!function.GetParameters().Any(parameter => parameter.IsDefined(typeof(HttpTriggerAttribute))))
            return false;
        var properties = Application.Returned(function.ReturnType).GetProperties();
        return properties.Any(property => property.GetCustomAttributes<OutputBindingAttribute>().Any())
            && !properties.Any(property => property.IsDefined(typeof(HttpResultAttribute)));
    }
}

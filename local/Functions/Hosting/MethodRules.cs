using System.Reflection;
using System.Runtime.CompilerServices;

namespace LiveTally.Local.Functions.Hosting;

/// <summary>Which methods can be functions.</summary>
internal static class MethodRules
{
    /// <exception cref="StartupException">This one cannot.</exception>
    public static void Check(string function, MethodInfo method)
    {
        var type = method.DeclaringType!;
        if (!type.IsVisible)
            throw StartupException.OfFunction(function, $"{type.FullName} is not public");
        if (type.ContainsGenericParameters || method.ContainsGenericParameters)
            throw StartupException.OfFunction(function, "it is generic");
        if (!method.IsStatic && type.IsAbstract)
            throw StartupException.OfFunction(function, $"{type.FullName} is abstract");
        if (method.ReturnType == typeof(void) && method.IsDefined(typeof(AsyncStateMachineAttribute)))
            throw StartupException.OfFunction(function, "it is async void, so nobody could wait for its end");
        if (method.GetParameters().FirstOrDefault(parameter => parameter.ParameterType.IsByRef) is { } byRef)
            throw StartupException.OfFunction(function, $"its parameter {byRef.Name} is passed by reference");
    }
}

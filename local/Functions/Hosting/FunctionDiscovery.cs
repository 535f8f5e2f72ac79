using System.Reflection;
using Microsoft.Azure.Functions.Worker;

namespace LiveTally.Local.Functions.Hosting;

internal static class FunctionDiscovery
{
    private const BindingFlags PublicMethods =
        BindingFlags.Public | BindingFlags.Instance | BindingFlags.Static | BindingFlags.DeclaredOnly;

    /// <summary>The functions of the types, by name.</summary>
    /// <exception cref="StartupException">One of them cannot be run, or two have the same name.</exception>
    public static IReadOnlyList<FunctionDescriptor> Find(IEnumerable<Type> types, TriggerBindingFactory triggers)
    {
        var functions = new SortedDictionary<string, FunctionDescriptor>(StringComparer.OrdinalIgnoreCase);
        foreach (var method in types.SelectMany(type => type.GetMethods(PublicMethods)))
        {
            if (method.GetCustomAttribute<FunctionAttribute>()?.Name is not { } name)
                continue;
            if (!functions.TryAdd(name, new FunctionDescriptor(name, method, triggers)))
                throw StartupException.OfFunction(name, "the name is taken twice");
        }

        return [.. functions.Values];
    }
}

using System.Reflection;

namespace LiveTally.Local.Functions.Hosting;

/// <summary>Where functions can be: the entry assembly, and those it references that use this one.</summary>
internal static class FunctionTypeSource
{
    public static IReadOnlyList<Type> OfEntryAssembly()
    {
        var entry = Assembly.GetEntryAssembly()
            ?? throw new StartupException("there is no entry assembly to look for functions in");
        return [.. Candidates(entry).SelectMany(assembly => assembly.GetTypes())];
    }

    private static IEnumerable<Assembly> Candidates(Assembly entry)
    {
        var worker = typeof(FunctionTypeSource).Assembly;
        var references = entry.GetReferencedAssemblies()
            .Where(name => name.Name is { } text && text != worker.GetName().Name && !IsFramework(text))
            .Select(Assembly.Load)
            .Where(assembly => assembly.GetReferencedAssemblies().Any(name => name.Name == worker.GetName().Name));
        return references.Prepend(entry);
    }

    private static bool IsFramework(string name) =>
        name.StartsWith("System.", StringComparison.Ordinal) || name.StartsWith("Microsoft.", StringComparison.Ordinal);
}

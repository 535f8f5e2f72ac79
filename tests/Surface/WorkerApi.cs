namespace LiveTally.Tests.Surface;

/// <summary>The real worker's public types, read from worker-api.txt: by name, the header and the members of each.</summary>
internal sealed class WorkerApi
{
    private readonly Dictionary<string, (string Header, HashSet<string> Members)> types = new(StringComparer.Ordinal);

    private WorkerApi(IEnumerable<string> lines)
    {
        HashSet<string> members = [];
        foreach (var line in lines)
        {
            if (line.StartsWith('#') || line.StartsWith("assembly ", StringComparison.Ordinal) || line.Length == 0)
                continue;
            if (line.StartsWith("  ", StringComparison.Ordinal))
            {
                members.Add(line.Trim());
                continue;
            }

            // Two assemblies may each have a static class of one name; a name is then looked up in both.
            var name = NameIn(line);
            members = types.TryGetValue(name, out var known) ? known.Members : [];
            types[name] = (line, members);
        }
    }

    public static WorkerApi Read() => new(File.ReadLines(Path.Combine(AppContext.BaseDirectory, "worker-api.txt")));

    /// <summary>Every way in which the type is not a part of the real one, each in one line.</summary>
    public IReadOnlyList<string> Differences(Type type)
    {
        var name = TypeNames.Of(type);
        if (!types.TryGetValue(name, out var real))
            return [$"{name}: the worker has no such type"];

        var differences = SurfaceReader.Members(type).Except(real.Members).Select(member => $"{name}: the worker has no {member}");
        var header = SurfaceReader.Header(type);
        return [.. header == real.Header ? differences : differences.Prepend($"{name}: is {header}, in the worker {real.Header}")];
    }

    /// <summary>What the type leaves out although it has to be whole: values of an enum, members of an interface or an abstract class.</summary>
    public IReadOnlyList<string> Missing(Type type)
    {
        var isWhole = type.IsEnum || type.IsInterface || type.IsAbstract && !type.IsSealed;
        return isWhole && types.TryGetValue(TypeNames.Of(type), out var real)
            ? [.. real.Members.Except(SurfaceReader.Members(type)).Select(member => $"{TypeNames.Of(type)}: lacks {member}")]
            : [];
    }

    private static string NameIn(string header)
    {
        var kindAndName = header.Split(" : ", 2)[0];
        // A generic type's arguments may hold spaces; kinds do not hold '<'.
        var generics = kindAndName.IndexOf('<', StringComparison.Ordinal);
        var start = kindAndName.LastIndexOf(' ', generics < 0 ? kindAndName.Length - 1 : generics) + 1;
        return kindAndName[start..];
    }
}

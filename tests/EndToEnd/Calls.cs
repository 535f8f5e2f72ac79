using System.Collections;
using System.Reflection;
using System.Runtime.Loader;

namespace LiveTally.Tests.EndToEnd;

/// <summary>Every call that the program answers, read from the program itself, so that no new one is forgotten.</summary>
/// <param name="Function">The function's name.</param>
/// <param name="Caller">Who may call it, by the program's own table.</param>
/// <param name="Method">GET, POST …</param>
/// <param name="Route">Below /api/, with its parameters in braces.</param>
public sealed record Call(string Function, string Caller, string Method, string Route)
{
    /// <summary>All of them, but the one that answers whatever is no call.</summary>
    public static IReadOnlyList<Call> All { get; } = [.. Find()];

    /// <summary>The route for this poll, and for a vote, a dead letter and a connection that do not exist.</summary>
    public string PathFor(string poll) => Route
        .Replace("{pollId}", poll, StringComparison.Ordinal)
        .Replace("{voteId}", "01930000-0000-7000-8000-000000000000", StringComparison.Ordinal)
        .Replace("{connectionId}", "none", StringComparison.Ordinal)
        .Replace("{id}", "none", StringComparison.Ordinal);

    private static IEnumerable<Call> Find()
    {
        var program = new ProgramContext().LoadFromAssemblyPath(LiveTallyProcess.Program);
        var table = ((IEnumerable)program.GetType("LiveTally.Operations.Access", throwOnError: true)!.GetField("Functions")!.GetValue(null)!).Cast<object>()
            .ToDictionary(line => $"{Member(line, "Key")}", line => $"{Member(line, "Value")}");
        foreach (var method in program.GetTypes().SelectMany(type => type.GetMethods()))
        {
            if (Attribute(method.CustomAttributes, "FunctionAttribute")?.ConstructorArguments[0].Value is not string name)
                continue;
            foreach (var trigger in method.GetParameters().Select(parameter => Attribute(parameter.CustomAttributes, "HttpTriggerAttribute")).OfType<CustomAttributeData>())
            {
                var route = (string)trigger.NamedArguments.Single(argument => argument.MemberName == "Route").TypedValue.Value!;
                if (route.StartsWith("{*", StringComparison.Ordinal))
                    continue;
                var methods = (IEnumerable<CustomAttributeTypedArgument>)trigger.ConstructorArguments[^1].Value!;
                foreach (var verb in methods)
                    yield return new Call(name, table[name], ((string)verb.Value!).ToUpperInvariant(), route);
            }
        }
    }

    private static CustomAttributeData? Attribute(IEnumerable<CustomAttributeData> attributes, string name) => attributes.FirstOrDefault(attribute => attribute.AttributeType.Name == name);

    private static object? Member(object line, string name) => line.GetType().GetProperty(name)!.GetValue(line);

    // The program's packages are not of the same versions as the tests'.
    private sealed class ProgramContext : AssemblyLoadContext
    {
        private readonly AssemblyDependencyResolver _resolver = new(LiveTallyProcess.Program);

        protected override Assembly? Load(AssemblyName assemblyName) =>
            _resolver.ResolveAssemblyToPath(assemblyName) is { } path ? LoadFromAssemblyPath(path) : null;
    }
}

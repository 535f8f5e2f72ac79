using System.Collections.Immutable;
using System.Reflection;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing.Template;
using Microsoft.Azure.Functions.Worker;

namespace LiveTally.Operations;

/// <summary>Every call that the application knows, as its HTTP functions declare them; the catch-all is none.</summary>
public static class RouteTable
{
    /// <summary>What goes before every route, as host.json says.</summary>
    public const string Prefix = "/api";

    /// <summary>All calls, by function.</summary>
    public static ImmutableArray<Call> Calls { get; } = [.. Find()];

    /// <summary>The methods that some call at this path takes, in upper case and sorted; none when no call has the path.</summary>
    public static ImmutableArray<string> MethodsAt(PathString path) => path.StartsWithSegments(Prefix, out var rest)
        ? [.. Calls.Where(call => call.Takes(rest)).SelectMany(call => call.Methods).Distinct().Order(StringComparer.Ordinal)]
        : [];

    private static IEnumerable<Call> Find() =>
        from type in typeof(RouteTable).Assembly.GetTypes()
        from method in type.GetMethods()
        let function = method.GetCustomAttribute<FunctionAttribute>()
        where function is not null
        let trigger = method.GetParameters().Select(parameter => parameter.GetCustomAttribute<HttpTriggerAttribute>()).SingleOrDefault(attribute => attribute is not null)
        let methods = trigger?.Methods ?? []
        where methods.Length > 0
        select new Call(function.Name, trigger.Route ?? function.Name, [.. methods.Select(name => name.ToUpperInvariant())]);

    /// <summary>A call.</summary>
    /// <param name="Function">Name of the function that answers it.</param>
    /// <param name="Route">Its route pattern, below <see cref="Prefix"/> and without a slash in front.</param>
    /// <param name="Methods">In upper case.</param>
    public sealed record Call(string Function, string Route, ImmutableArray<string> Methods)
    {
        private readonly TemplateMatcher _matcher = new(TemplateParser.Parse(Route), []);

        internal bool Takes(PathString path) => _matcher.TryMatch(path, []);
    }
}

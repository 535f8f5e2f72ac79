using System.Reflection;
using LiveTally.Operations;
using Microsoft.Azure.Functions.Worker;
using Microsoft.Azure.Functions.Worker.Extensions.Abstractions;

namespace LiveTally.Tests.Infrastructure.AzureTarget;

/// <summary>What is bound to what, read from the built application.</summary>
internal static class Application
{
    public static IReadOnlyList<MethodInfo> Functions { get; } =
    [
        .. typeof(TallyDatabase).Assembly.GetTypes()
            .SelectMany(type => type.GetMethods(BindingFlags.Public | BindingFlags.Instance | BindingFlags.Static))
            .Where(method => method.IsDefined(typeof(FunctionAttribute))),
    ];

    public static string NameOf(MethodInfo function) => function.GetCustomAttribute<FunctionAttribute>()!.Name;

    /// <summary>Every binding of every function: triggers, inputs and outputs.</summary>
    public static IEnumerable<BindingAttribute> Bindings => Functions.SelectMany(BindingsOf);

    public static IEnumerable<BindingAttribute> BindingsOf(MethodInfo function) =>
        function.GetParameters().SelectMany(parameter => parameter.GetCustomAttributes<BindingAttribute>())
            .Concat(function.GetCustomAttributes<BindingAttribute>())
            .Concat(Returned(function.ReturnType).GetProperties().SelectMany(property => property.GetCustomAttributes<BindingAttribute>()));

    /// <summary>What comes out of a function in the end.</summary>
    public static Type Returned(Type type) =>
        type.IsGenericType && (type.GetGenericTypeDefinition() == typeof(Task<>) || type.GetGenericTypeDefinition() == typeof(ValueTask<>))
            ? type.GetGenericArguments()[0]
            : type;
}

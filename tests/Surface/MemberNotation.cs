using System.Reflection;
using System.Runtime.CompilerServices;

namespace LiveTally.Tests.Surface;

/// <summary>Writes members down in the notation of worker-api.txt.</summary>
internal static class MemberNotation
{
    public static string Of(ConstructorInfo constructor) => $"{(constructor.IsPublic ? "" : "protected ")}new({Parameters(constructor)})";

    public static string Of(MethodInfo method)
    {
        var generics = method.IsGenericMethod ? $"<{string.Join(", ", method.GetGenericArguments().Select(TypeNames.Of))}>" : "";
        return $"{Modifiers(method)}{TypeNames.Of(method.ReturnType)} {method.Name}{generics}({Parameters(method)})";
    }

    public static string Of(PropertyInfo property)
    {
        var accessor = Widest(property);
        var get = IsVisible(property.GetMethod) ? "get; " : "";
        var set = IsVisible(property.SetMethod) ? "set; " : "";
        return $"{Modifiers(accessor)}{TypeNames.Of(property.PropertyType)} {property.Name} {{ {get}{set}}}";
    }

    private static MethodInfo Widest(PropertyInfo property) =>
        new[] { property.GetMethod, property.SetMethod }.OfType<MethodInfo>().OrderByDescending(accessor => accessor.IsPublic).First();

    private static bool IsVisible(MethodInfo? accessor) =>
        accessor is { IsPublic: true } or { IsFamily: true } or { IsFamilyOrAssembly: true };

    private static string Modifiers(MethodInfo method)
    {
        var access = method.IsPublic ? "" : "protected ";
        if (method.IsStatic)
            return access + "static ";
        if (method.DeclaringType!.IsInterface)
            return access;
        if (method.IsAbstract)
            return access + "abstract ";
        return method is { IsVirtual: true, IsFinal: false } ? access + "virtual " : access;
    }

    private static string Parameters(MethodBase method) => string.Join(", ", method.GetParameters().Select(Parameter));

    private static string Parameter(ParameterInfo parameter)
    {
        var isThis = parameter.Position == 0 && parameter.Member.IsDefined(typeof(ExtensionAttribute)) ? "this " : "";
        var isParams = parameter.IsDefined(typeof(ParamArrayAttribute)) ? "params " : "";
        return $"{isThis}{isParams}{TypeNames.Of(parameter.ParameterType)} {parameter.Name}{(parameter.IsOptional ? " = default" : "")}";
    }
}

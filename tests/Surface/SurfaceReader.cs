using System.Reflection;

namespace LiveTally.Tests.Surface;

/// <summary>Writes types down in the notation of worker-api.txt.</summary>
internal static class SurfaceReader
{
    private const BindingFlags Declared =
        BindingFlags.Public | BindingFlags.NonPublic | BindingFlags.Instance | BindingFlags.Static | BindingFlags.DeclaredOnly;

    /// <summary>The line that names a type, its kind and its bases.</summary>
    public static string Header(Type type)
    {
        var bases = IsDelegate(type) || type.IsEnum ? "" : string.Join(", ", Bases(type));
        return $"{Kind(type)} {TypeNames.Of(type)}{(bases.Length == 0 ? "" : $" : {bases}")}";
    }

    /// <summary>The lines below it.</summary>
    public static IReadOnlyList<string> Members(Type type)
    {
        if (type.IsEnum)
            return [.. type.GetFields(BindingFlags.Public | BindingFlags.Static).Select(field => $"{field.Name} = {field.GetRawConstantValue()}")];

        var members = type.GetConstructors(Declared).Where(IsVisible).Select(MemberNotation.Of)
            .Concat(type.GetMethods(Declared).Where(IsVisible).Where(method => !method.IsSpecialName).Select(MemberNotation.Of))
            .Concat(type.GetProperties(Declared).Where(IsVisible).Select(MemberNotation.Of));
        var usage = type.GetCustomAttribute<AttributeUsageAttribute>(inherit: false);
        return [.. usage is null ? members : members.Append($"usage {usage.ValidOn}")];
    }

    private static string Kind(Type type)
    {
        if (type.IsEnum)
            return "enum";
        if (type.IsInterface)
            return "interface";
        if (type.IsValueType)
            return "struct";
        if (IsDelegate(type))
            return "delegate";
        return (type.IsAbstract, type.IsSealed) switch
        {
            (true, true) => "static class",
            (true, false) => "abstract class",
            (false, true) => "sealed class",
            _ => "class",
        };
    }

    private static bool IsDelegate(Type type) => type.IsAssignableTo(typeof(Delegate));

    // The base class comes first, then the interfaces by name.
    private static IEnumerable<string> Bases(Type type)
    {
        if (type.BaseType is { } parent && parent != typeof(object) && parent != typeof(ValueType))
            yield return TypeNames.Of(parent);
        var own = type.GetInterfaces().Except(type.BaseType?.GetInterfaces() ?? []);
        foreach (var name in own.Select(TypeNames.Of).Order(StringComparer.Ordinal))
            yield return name;
    }

    private static bool IsVisible(MethodBase? method) => method is { IsPublic: true } or { IsFamily: true } or { IsFamilyOrAssembly: true };

    private static bool IsVisible(PropertyInfo property) => IsVisible(property.GetMethod) || IsVisible(property.SetMethod);
}

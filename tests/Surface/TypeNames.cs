namespace LiveTally.Tests.Surface;

/// <summary>Names of types in the notation of worker-api.txt.</summary>
internal static class TypeNames
{
    public static string Of(Type type)
    {
        if (type.IsGenericParameter)
            return type.Name;
        if (type.IsByRef)
            return Of(type.GetElementType()!) + "&";
        if (type.IsArray)
            return Of(type.GetElementType()!) + "[]";
        if (Nullable.GetUnderlyingType(type) is { } underlying)
            return Of(underlying) + "?";

        var name = type.DeclaringType is { } outer ? $"{Of(outer)}.{type.Name}" : $"{type.Namespace}.{type.Name}";
        return type.IsGenericType
            ? $"{name[..name.IndexOf('`', StringComparison.Ordinal)]}<{string.Join(", ", type.GetGenericArguments().Select(Of))}>"
            : name;
    }
}

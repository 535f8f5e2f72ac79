using System.Globalization;
using System.Linq.Expressions;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;
using Microsoft.AspNetCore.Routing.Constraints;

namespace LiveTally.Local.Functions.Http;

/// <summary>Route values as the types that a function may ask for.</summary>
internal static class RouteValueReader
{
    /// <summary>What a value must be so that it converts; null: anything.</summary>
    public static IRouteConstraint? ConstraintOf(Type type)
    {
        IRouteConstraint? constraint = Underlying(type) switch
        {
            var t when t == typeof(int) => new IntRouteConstraint(),
            var t when t == typeof(long) => new LongRouteConstraint(),
            var t when t == typeof(Guid) => new GuidRouteConstraint(),
            _ => null,
        };
        // A parameter that may be absent is only held to the constraint when it is there.
        return constraint is not null && IsNullable(type) ? new OptionalRouteConstraint(constraint) : constraint;
    }

    /// <summary>The value; null if the type is not one of string, int, long and Guid.</summary>
    public static Expression? Read(Type type, Expression httpContext, string name)
    {
        var text = Expression.Call(typeof(RouteValueReader), nameof(Text), [], httpContext, Expression.Constant(name));
        if (type == typeof(string))
            return text;
        if (ConstraintOf(type) is null)
            return null;
        return Expression.Call(typeof(RouteValueReader), IsNullable(type) ? nameof(ParseOrNull) : nameof(Parse), [Underlying(type)], text);
    }

    private static bool IsNullable(Type type) => Nullable.GetUnderlyingType(type) is not null;

    private static Type Underlying(Type type) => Nullable.GetUnderlyingType(type) ?? type;

    private static string? Text(HttpContext httpContext, string name) => httpContext.Request.RouteValues[name] as string;

    private static T Parse<T>(string? text)
        where T : struct, IParsable<T> =>
        text is null ? default : T.Parse(text, CultureInfo.InvariantCulture);

    private static T? ParseOrNull<T>(string? text)
        where T : struct, IParsable<T> =>
        text is null ? null : T.Parse(text, CultureInfo.InvariantCulture);
}

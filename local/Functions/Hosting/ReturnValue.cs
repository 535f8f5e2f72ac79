using System.Linq.Expressions;

namespace LiveTally.Local.Functions.Hosting;

/// <summary>Brings every kind of return value of a function into one form.</summary>
internal static class ReturnValue
{
    /// <summary>The type of the value that the method gives, without its task; void if none.</summary>
    public static Type TypeOf(Type returnType)
    {
        if (returnType == typeof(Task) || returnType == typeof(ValueTask))
            return typeof(void);
        return IsTaskOfT(returnType) ? returnType.GetGenericArguments()[0] : returnType;
    }

    /// <summary>The call, as a <c>ValueTask&lt;object?&gt;</c>.</summary>
    public static Expression AsObject(Expression call)
    {
        var type = call.Type;
        if (type == typeof(void))
            return Expression.Block(call, Expression.Default(typeof(ValueTask<object?>)));
        if (type == typeof(Task) || type == typeof(ValueTask))
            return Expression.Call(typeof(ReturnValue), nameof(Wait), [], call);
        if (IsTaskOfT(type))
            return Expression.Call(typeof(ReturnValue), nameof(WaitForValue), [TypeOf(type)], call);
        var constructor = typeof(ValueTask<object?>).GetConstructor([typeof(object)])!;
        return Expression.New(constructor, Expression.Convert(call, typeof(object)));
    }

    private static bool IsTaskOfT(Type type) =>
        type.IsGenericType
        && (type.GetGenericTypeDefinition() == typeof(Task<>) || type.GetGenericTypeDefinition() == typeof(ValueTask<>));

    private static async ValueTask<object?> Wait(Task task)
    {
        await task;
        return null;
    }

    private static async ValueTask<object?> Wait(ValueTask task)
    {
        await task;
        return null;
    }

    private static async ValueTask<object?> WaitForValue<T>(Task<T> task) => await task;

    private static async ValueTask<object?> WaitForValue<T>(ValueTask<T> task) => await task;
}

using Microsoft.Azure.Functions.Worker;
using Microsoft.Azure.Functions.Worker.Middleware;
using Microsoft.Extensions.DependencyInjection;

namespace Microsoft.Extensions.Hosting;

public static class MiddlewareWorkerApplicationBuilderExtensions
{
    /// <summary>Adds a middleware, created once by the service container.</summary>
    public static IFunctionsWorkerApplicationBuilder UseMiddleware<T>(this IFunctionsWorkerApplicationBuilder builder)
        where T : class, IFunctionsWorkerMiddleware
    {
        builder.Services.AddSingleton<T>();
        return builder.Use(Step<T>);
    }

    /// <summary>Adds a middleware for the invocations that meet the condition.</summary>
    public static IFunctionsWorkerApplicationBuilder UseWhen<T>(
        this IFunctionsWorkerApplicationBuilder builder, Func<FunctionContext, bool> predicate)
        where T : class, IFunctionsWorkerMiddleware
    {
        builder.Services.AddSingleton<T>();
        return builder.Use(next =>
        {
            var step = Step<T>(next);
            return context => predicate(context) ? step(context) : next(context);
        });
    }

    /// <summary>Adds a middleware.</summary>
    public static IFunctionsWorkerApplicationBuilder UseMiddleware(
        this IFunctionsWorkerApplicationBuilder builder, Func<FunctionContext, Func<Task>, Task> middleware) =>
        builder.Use(next => context => middleware(context, () => next(context)));

    /// <summary>Adds a middleware for the invocations that meet the condition.</summary>
    public static IFunctionsWorkerApplicationBuilder UseWhen(
        this IFunctionsWorkerApplicationBuilder builder,
        Func<FunctionContext, bool> predicate,
        Func<FunctionContext, Func<Task>, Task> middleware) =>
        builder.Use(next => context => predicate(context) ? middleware(context, () => next(context)) : next(context));

    private static FunctionExecutionDelegate Step<T>(FunctionExecutionDelegate next)
        where T : class, IFunctionsWorkerMiddleware
    {
        // A singleton: looked up once, because a look-up in each invocation would cost each a scope.
        T? middleware = null;
        return context => (middleware ??= context.InstanceServices.GetRequiredService<T>()).Invoke(context, next);
    }
}

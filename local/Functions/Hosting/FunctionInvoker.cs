using System.Diagnostics;
using Microsoft.Azure.Functions.Worker;
using Microsoft.Azure.Functions.Worker.Middleware;

namespace LiveTally.Local.Functions.Hosting;

/// <summary>Sends an invocation through the middleware to its function.</summary>
internal sealed class FunctionInvoker
{
    /// <summary>Name of the worker's activity source.</summary>
    public const string ActivitySourceName = "Microsoft.Azure.Functions.Worker";

    private static readonly ActivitySource Source = new(ActivitySourceName);
    private readonly FunctionExecutionDelegate pipeline;

    /// <param name="middleware">The first is the outermost.</param>
    public FunctionInvoker(IEnumerable<Func<FunctionExecutionDelegate, FunctionExecutionDelegate>> middleware) =>
        pipeline = middleware.Reverse().Aggregate((FunctionExecutionDelegate)ExecuteAsync, (next, step) => step(next));

    /// <summary>Ends when the function has; throws what it throws.</summary>
    public Task InvokeAsync(LocalFunctionContext context) => Source.HasListeners() ? InvokeTracedAsync(context) : pipeline(context);

    private static async Task ExecuteAsync(FunctionContext context)
    {
        var invocation = LocalFunctionContext.Of(context);
        var function = invocation.Function;
        await invocation.PrepareAsync();
        var result = await function.Call(invocation);
        if (function.Outputs.AreProperties)
            invocation.Outputs = result;
        else
            invocation.Result = result;
    }

    private async Task InvokeTracedAsync(LocalFunctionContext context)
    {
        using var activity = Start(context);
        activity?.SetTag("faas.name", context.Function.Name);
        activity?.SetTag("faas.invocation_id", context.InvocationId);
        try
        {
            await pipeline(context);
        }
        catch (Exception e)
        {
            activity?.SetStatus(ActivityStatusCode.Error, e.Message);
            throw;
        }
    }

    /// <summary>Below the current activity; if there is none, below the one that the caller names.</summary>
    private static Activity? Start(LocalFunctionContext context)
    {
        if (Activity.Current is not null)
            return Source.StartActivity(context.Function.ActivityName);
        var caller = context.CreateTraceContext();
        ActivityContext.TryParse(caller.TraceParent, caller.TraceState, isRemote: true, out var parent);
        return Source.StartActivity(context.Function.ActivityName, ActivityKind.Server, parent);
    }
}

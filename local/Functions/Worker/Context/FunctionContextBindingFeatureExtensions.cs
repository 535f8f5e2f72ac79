using LiveTally.Local.Functions.Hosting;

namespace Microsoft.Azure.Functions.Worker;

public static class FunctionContextBindingFeatureExtensions
{
    /// <summary>What the function returned. Null if it returned an object whose properties are outputs.</summary>
    public static InvocationResult GetInvocationResult(this FunctionContext context) =>
        new LocalInvocationResult(LocalFunctionContext.Of(context));

    /// <exception cref="InvalidOperationException">The function returned something else than a <typeparamref name="T"/>.</exception>
    public static InvocationResult<T> GetInvocationResult<T>(this FunctionContext context)
    {
        var local = LocalFunctionContext.Of(context);
        return local.Result is T
            ? new LocalInvocationResult<T>(local)
            : throw new InvalidOperationException(
                $"The function returned {local.Result?.GetType().FullName ?? "nothing"}, not {typeof(T).FullName}.");
    }
}

using Microsoft.Azure.Functions.Worker;

namespace LiveTally.Local.Functions.Hosting;

internal sealed class LocalInvocationResult(LocalFunctionContext context) : InvocationResult
{
    public override object? Value
    {
        get => context.Result;
        set => context.Result = value;
    }
}

/// <inheritdoc/>
internal sealed class LocalInvocationResult<T>(LocalFunctionContext context) : InvocationResult<T>
{
    public override T? Value
    {
        get => (T?)context.Result;
        set => context.Result = value;
    }
}

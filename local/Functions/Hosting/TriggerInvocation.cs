using Microsoft.Azure.Functions.Worker;
using Microsoft.Extensions.DependencyInjection;

namespace LiveTally.Local.Functions.Hosting;

/// <summary>One attempt of an invocation that no request started; it has a scope of services of its own.</summary>
internal abstract class TriggerInvocation(
    FunctionDescriptor function, IServiceScopeFactory scopes, RetryContext attempt, CancellationToken cancellationToken)
    : LocalFunctionContext(function, cancellationToken), IAsyncDisposable
{
    private IServiceScope? scope;
    private IServiceProvider? instanceServices;

    public override IServiceProvider InstanceServices
    {
        get => instanceServices ??= (scope = scopes.CreateScope()).ServiceProvider;
        set => instanceServices = value;
    }

    public override RetryContext RetryContext { get; } = attempt;

    public async ValueTask DisposeAsync()
    {
        if (scope is IAsyncDisposable disposable)
            await disposable.DisposeAsync();
        else
            scope?.Dispose();
    }
}

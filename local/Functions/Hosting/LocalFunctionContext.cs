using System.Diagnostics;
using Microsoft.Azure.Functions.Worker;

namespace LiveTally.Local.Functions.Hosting;

/// <summary>An invocation. Whatever a function may not ask for is made only when it does.</summary>
internal abstract class LocalFunctionContext(FunctionDescriptor function, CancellationToken cancellationToken) : FunctionContext
{
    private string? invocationId;
    private BindingContext? bindingContext;
    private TraceContext? traceContext;
    private IDictionary<object, object>? items;
    private InvocationFeatures? features;

    public FunctionDescriptor Function { get; } = function;

    /// <summary>What the function returned, unless its properties are the outputs.</summary>
    public object? Result { get; set; }

    /// <summary>The object whose properties are the outputs.</summary>
    public object? Outputs { get; set; }

    public override string InvocationId => invocationId ??= Guid.CreateVersion7().ToString();

    public override string FunctionId => Function.Definition.Id;

    public override FunctionDefinition FunctionDefinition => Function.Definition;

    public override BindingContext BindingContext => bindingContext ??= new LocalBindingContext(CreateBindingData());

    public override TraceContext TraceContext => traceContext ??= CreateTraceContext();

    public override RetryContext RetryContext => RetryAttempt.None;

    public override IDictionary<object, object> Items
    {
        get => items ??= new Dictionary<object, object>();
        set => items = value;
    }

    public override IInvocationFeatures Features => features ??= new InvocationFeatures();

    public override CancellationToken CancellationToken { get; } = cancellationToken;

    /// <exception cref="InvalidOperationException">The context is not one of this host's.</exception>
    public static LocalFunctionContext Of(FunctionContext context) => context as LocalFunctionContext
        ?? throw new InvalidOperationException($"{context.GetType().FullName} is not an invocation of this host.");

    /// <summary>Fetches what parameters need and cannot be had at once.</summary>
    public virtual ValueTask PrepareAsync() => default;

    /// <summary>The trace context as it is at this moment.</summary>
    public virtual TraceContext CreateTraceContext() =>
        new LocalTraceContext(Activity.Current?.Id ?? "", Activity.Current?.TraceStateString ?? "");

    protected abstract IReadOnlyDictionary<string, object?> CreateBindingData();
}

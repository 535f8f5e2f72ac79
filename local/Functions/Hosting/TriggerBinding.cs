using System.Linq.Expressions;
using System.Reflection;
using Microsoft.Azure.Functions.Worker;

namespace LiveTally.Local.Functions.Hosting;

/// <summary>What starts a function, and what its parameters can take from it.</summary>
internal abstract class TriggerBinding
{
    /// <summary>As in function.json.</summary>
    public abstract string Type { get; }

    /// <summary>The class of the invocations.</summary>
    public abstract Type ContextType { get; }

    /// <summary>The value of a parameter, given the invocation; null if this trigger has none for it.</summary>
    protected abstract Expression? BindOwn(ParameterInfo parameter, Expression invocation);

    /// <inheritdoc cref="BindOwn"/>
    public Expression? Bind(ParameterInfo parameter, Expression invocation)
    {
        if (parameter.ParameterType == typeof(FunctionContext))
            return invocation;
        if (parameter.ParameterType == typeof(CancellationToken))
            return Expression.Property(invocation, nameof(FunctionContext.CancellationToken));
        return BindOwn(parameter, invocation);
    }
}

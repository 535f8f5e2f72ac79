using System.Linq.Expressions;
using System.Reflection;
using Microsoft.Azure.Functions.Worker;
using Microsoft.Extensions.DependencyInjection;

namespace LiveTally.Local.Functions.Hosting;

/// <summary>Turns a function's method into a delegate, so that a call costs no reflection and no array of arguments.</summary>
internal static class MethodCompiler
{
    private static readonly PropertyInfo InstanceServices = typeof(FunctionContext).GetProperty(nameof(FunctionContext.InstanceServices))!;

    /// <exception cref="StartupException">A parameter can take its value from nowhere.</exception>
    public static FunctionCall Compile(string function, MethodInfo method, TriggerBinding trigger)
    {
        var context = Expression.Parameter(typeof(LocalFunctionContext), "context");
        var invocation = Expression.Variable(trigger.ContextType, "invocation");
        var arguments = method.GetParameters().Select(parameter => Argument(function, parameter, trigger, invocation));
        var call = Expression.Call(method.IsStatic ? null : Instance(function, method.DeclaringType!, invocation), method, arguments);
        var body = Expression.Block(
            [invocation],
            Expression.Assign(invocation, Expression.Convert(context, trigger.ContextType)),
            ReturnValue.AsObject(call));
        return Expression.Lambda<FunctionCall>(body, function, [context]).Compile();
    }

    private static Expression Argument(string function, ParameterInfo parameter, TriggerBinding trigger, Expression invocation)
    {
        var value = trigger.Bind(parameter, invocation)
            ?? throw StartupException.OfFunction(
                function, $"the local host cannot bind its parameter {parameter.ParameterType.Name} {parameter.Name} ({trigger.Type})");
        return value.Type == parameter.ParameterType ? value : Expression.Convert(value, parameter.ParameterType);
    }

    private static UnaryExpression Instance(string function, Type type, Expression invocation)
    {
        try
        {
            var factory = ActivatorUtilities.CreateFactory(type, []);
            var create = Expression.Invoke(
                Expression.Constant(factory),
                Expression.Property(invocation, InstanceServices),
                Expression.Constant(null, typeof(object[])));
            return Expression.Convert(create, type);
        }
        catch (InvalidOperationException e)
        {
            throw StartupException.OfFunction(function, e.Message);
        }
    }
}

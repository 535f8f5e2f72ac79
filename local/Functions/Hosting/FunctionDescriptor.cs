using System.Reflection;
using Microsoft.Azure.Functions.Worker;
using Microsoft.Azure.Functions.Worker.Extensions.Abstractions;

namespace LiveTally.Local.Functions.Hosting;

/// <summary>A function, checked and ready to be called.</summary>
internal sealed class FunctionDescriptor
{
    /// <exception cref="StartupException">The local host cannot run the function as it is declared.</exception>
    public FunctionDescriptor(string name, MethodInfo method, TriggerBindingFactory triggers)
    {
        Name = name;
        Method = method;
        MethodRules.Check(name, method);

        Trigger = triggers.Create(name, SingleTrigger(name, method));
        Call = MethodCompiler.Compile(name, method, Trigger);
        Outputs = OutputBindings.Of(name, method, triggers.Configuration);
        Retry = RetryPolicy.Of(name, BindingAttributes.Single<RetryAttribute>(name, method), Trigger);
        Definition = new LocalFunctionDefinition(this);
        ActivityName = $"function {name}";
    }

    public string Name { get; }

    public MethodInfo Method { get; }

    public TriggerBinding Trigger { get; }

    public FunctionCall Call { get; }

    public OutputBindings Outputs { get; }

    public RetryPolicy Retry { get; }

    public FunctionDefinition Definition { get; }

    public string ActivityName { get; }

    private static ParameterInfo SingleTrigger(string name, MethodInfo method)
    {
        var triggers = method.GetParameters().Where(IsTrigger).ToList();
        return triggers is [var only]
            ? only
            : throw StartupException.OfFunction(name, $"{triggers.Count} of its parameters have a trigger attribute; one must");
    }

    private static bool IsTrigger(ParameterInfo parameter) => parameter.IsDefined(typeof(TriggerBindingAttribute));
}

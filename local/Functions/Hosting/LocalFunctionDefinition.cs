using System.Collections.Immutable;
using System.Reflection;
using Microsoft.Azure.Functions.Worker;
using Microsoft.Azure.Functions.Worker.Extensions.Abstractions;

namespace LiveTally.Local.Functions.Hosting;

internal sealed class LocalFunctionDefinition(FunctionDescriptor function) : FunctionDefinition
{
    public override ImmutableArray<FunctionParameter> Parameters { get; } =
    [
        .. from parameter in function.Method.GetParameters()
           select new FunctionParameter(parameter.Name!, parameter.ParameterType, parameter.HasDefaultValue, parameter.DefaultValue),
    ];

    public override string PathToAssembly => function.Method.DeclaringType!.Assembly.Location;

    public override string EntryPoint { get; } = $"{function.Method.DeclaringType!.FullName}.{function.Method.Name}";

    public override string Id => function.Name;

    public override string Name => function.Name;

    public override IImmutableDictionary<string, BindingMetadata> InputBindings { get; } = Inputs(function)
        .ToImmutableDictionary(binding => binding.Name);

    public override IImmutableDictionary<string, BindingMetadata> OutputBindings { get; } = function.Outputs.Metadata
        .ToImmutableDictionary(binding => binding.Name);

    private static IEnumerable<BindingMetadata> Inputs(FunctionDescriptor function)
    {
        foreach (var parameter in function.Method.GetParameters())
        {
            if (parameter.IsDefined(typeof(TriggerBindingAttribute)))
                yield return new LocalBindingMetadata(parameter.Name!, function.Trigger.Type, BindingDirection.In);
            else if (parameter.IsDefined(typeof(SignalRConnectionInfoInputAttribute)))
                yield return new LocalBindingMetadata(parameter.Name!, "signalRConnectionInfo", BindingDirection.In);
        }
    }
}

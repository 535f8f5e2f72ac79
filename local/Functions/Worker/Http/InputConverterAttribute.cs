namespace Microsoft.Azure.Functions.Worker.Converters;

/// <summary>Names the converter of a parameter. The local host knows only the one of <see cref="Http.FromBodyAttribute"/>.</summary>
[AttributeUsage(
    AttributeTargets.Class | AttributeTargets.Struct | AttributeTargets.Enum | AttributeTargets.Interface | AttributeTargets.Parameter)]
public class InputConverterAttribute(Type converterType) : Attribute
{
    public Type ConverterType { get; } = converterType;
}

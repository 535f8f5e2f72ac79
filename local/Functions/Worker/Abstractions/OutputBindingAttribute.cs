namespace Microsoft.Azure.Functions.Worker.Extensions.Abstractions;

/// <summary>Marks a method whose return value, or a property of a return value, goes to an output.</summary>
[AttributeUsage(AttributeTargets.Method | AttributeTargets.Property)]
public abstract class OutputBindingAttribute : BindingAttribute
{
    public OutputBindingAttribute()
    {
    }
}

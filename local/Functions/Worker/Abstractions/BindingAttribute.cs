namespace Microsoft.Azure.Functions.Worker.Extensions.Abstractions;

/// <summary>Base of everything that binds a function to something outside it.</summary>
[AttributeUsage(AttributeTargets.Method)]
public abstract class BindingAttribute : Attribute
{
    public BindingAttribute()
    {
    }
}

namespace Microsoft.Azure.Functions.Worker.Extensions.Abstractions;

/// <summary>Marks a parameter that is fetched when the function starts.</summary>
[AttributeUsage(AttributeTargets.Parameter)]
public abstract class InputBindingAttribute : BindingAttribute
{
    public InputBindingAttribute()
    {
    }
}

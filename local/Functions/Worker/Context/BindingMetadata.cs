namespace Microsoft.Azure.Functions.Worker;

/// <summary>A binding of a function, by the name of its parameter or property.</summary>
public abstract class BindingMetadata
{
    public abstract string Name { get; }

    /// <summary>As in function.json, for example <c>httpTrigger</c>.</summary>
    public abstract string Type { get; }

    public abstract BindingDirection Direction { get; }
}

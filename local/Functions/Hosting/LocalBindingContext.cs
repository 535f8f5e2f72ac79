using Microsoft.Azure.Functions.Worker;

namespace LiveTally.Local.Functions.Hosting;

internal sealed class LocalBindingContext(IReadOnlyDictionary<string, object?> data) : BindingContext
{
    public override IReadOnlyDictionary<string, object?> BindingData { get; } = data;
}

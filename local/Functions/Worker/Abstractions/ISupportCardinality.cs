namespace Microsoft.Azure.Functions.Worker.Extensions.Abstractions;

/// <summary>A trigger that delivers either one event or a batch.</summary>
public interface ISupportCardinality
{
    Cardinality Cardinality { get; set; }
}

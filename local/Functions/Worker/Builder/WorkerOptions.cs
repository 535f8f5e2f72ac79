using Azure.Core.Serialization;

namespace Microsoft.Azure.Functions.Worker;

/// <summary>Settings of the worker.</summary>
public class WorkerOptions
{
    /// <summary>Reads trigger payloads and writes output payloads.</summary>
    /// <value>JSON, with property names compared whatever their case when reading.</value>
    public ObjectSerializer? Serializer { get; set; }
}

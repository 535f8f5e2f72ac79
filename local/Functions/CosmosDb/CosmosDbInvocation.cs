using System.Text;
using Azure.Core.Serialization;
using LiveTally.Local.Functions.Hosting;
using Microsoft.Azure.Functions.Worker;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Options;

namespace LiveTally.Local.Functions.CosmosDb;

/// <summary>An invocation with changed documents.</summary>
/// <param name="function">The function.</param>
/// <param name="documents">A JSON array.</param>
/// <param name="scopes">Source of the invocation's services.</param>
/// <param name="attempt">Where it stands in its retries.</param>
/// <param name="cancellationToken">Signalled when the time for draining is over.</param>
internal sealed class CosmosDbInvocation(
    FunctionDescriptor function,
    ReadOnlyMemory<byte> documents,
    IServiceScopeFactory scopes,
    RetryContext attempt,
    CancellationToken cancellationToken)
    : TriggerInvocation(function, scopes, attempt, cancellationToken)
{
    public string Text() => Encoding.UTF8.GetString(documents.Span);

    public T Documents<T>()
    {
        ObjectSerializer serializer = InstanceServices.GetRequiredService<IOptions<WorkerOptions>>().Value.Serializer!;
        return (T)serializer.Deserialize(BinaryData.FromBytes(documents).ToStream(), typeof(T), CancellationToken)!;
    }

    protected override IReadOnlyDictionary<string, object?> CreateBindingData() =>
        new Dictionary<string, object?>(StringComparer.OrdinalIgnoreCase);
}

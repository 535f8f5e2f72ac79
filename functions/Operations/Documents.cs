using System.Net;
using System.Text.Json;
using System.Text.Json.Serialization.Metadata;
using Microsoft.Azure.Cosmos;

namespace LiveTally.Operations;

/// <summary>
/// Point reads and writes of single documents through the SDK's stream API: a missing document or a lost race is an answer here, not an
/// exception, and the JSON code is the generated one.
/// </summary>
public static class Documents
{
    private static readonly ItemRequestOptions NoOptions = new();

    /// <summary>The document and its ETag; both null when there is none.</summary>
    /// <exception cref="CosmosException">Anything but found and not found.</exception>
    public static async Task<(T? Value, string? ETag)> TryReadAsync<T>(
        this Container container, string id, PartitionKey key, JsonTypeInfo<T> type, CancellationToken cancellationToken)
        where T : class
    {
        using var response = await container.ReadItemStreamAsync(id, key, NoOptions, cancellationToken);
        if (IsMissing(response))
            return (null, null);

        response.EnsureSuccessStatusCode();
        return (await JsonSerializer.DeserializeAsync(response.Content, type, cancellationToken), response.Headers.ETag);
    }

    /// <summary>Creates the document, or replaces it if its ETag still is <paramref name="etag"/>.</summary>
    /// <returns>
    /// False when somebody else was faster and nothing was written, or when it is written and the SDK lost the answer and sent it again.
    /// </returns>
    /// <exception cref="CosmosException">Anything but written and lost; the document may or may not be written.</exception>
    public static async Task<bool> TryWriteAsync<T>(
        this Container container, string id, PartitionKey key, T value, string? etag, JsonTypeInfo<T> type, CancellationToken cancellationToken) =>
        await WriteAsync(container, id, key, value, etag, type, cancellationToken) is not null;

    /// <summary>As <see cref="TryWriteAsync"/>, and returns the new ETag instead of true.</summary>
    /// <exception cref="CosmosException">Anything but written and lost; the document may or may not be written.</exception>
    public static async Task<string?> WriteAsync<T>(
        this Container container, string id, PartitionKey key, T value, string? etag, JsonTypeInfo<T> type, CancellationToken cancellationToken)
    {
        var content = Content(value, type);
        using var response = etag is null
            ? await container.CreateItemStreamAsync(content, key, NoOptions, cancellationToken)
            : await container.ReplaceItemStreamAsync(content, id, key, new ItemRequestOptions { IfMatchEtag = etag }, cancellationToken);
        if (response.StatusCode is HttpStatusCode.PreconditionFailed or HttpStatusCode.Conflict || (etag is not null && IsMissing(response)))
            return null;

        response.EnsureSuccessStatusCode();
        return response.Headers.ETag;
    }

    /// <summary>Writes the document, whether there is one or not and whatever its ETag.</summary>
    /// <exception cref="CosmosException">It may or may not be written.</exception>
    public static async Task OverwriteAsync<T>(
        this Container container, PartitionKey key, T value, JsonTypeInfo<T> type, CancellationToken cancellationToken)
    {
        using var response = await container.UpsertItemStreamAsync(Content(value, type), key, NoOptions, cancellationToken);
        response.EnsureSuccessStatusCode();
    }

    /// <summary>
    /// False when somebody else was faster and the batch wrote nothing, or when it is written and the SDK lost the answer and sent it again.
    /// </summary>
    /// <exception cref="CosmosException">Anything but written and lost.</exception>
    public static bool IsWritten(this TransactionalBatchResponse response)
    {
        if (response.IsSuccessStatusCode)
            return true;
        if (response.StatusCode is HttpStatusCode.PreconditionFailed or HttpStatusCode.Conflict or HttpStatusCode.NotFound)
            return false;
        throw response.Failure();
    }

    /// <summary>A batch that failed, as the exception that a single operation would have thrown.</summary>
    public static CosmosException Failure(this TransactionalBatchResponse response) =>
        new(response.ErrorMessage, response.StatusCode, 0, response.ActivityId, response.RequestCharge);

    /// <summary>A document's bytes, as the SDK's stream API takes them.</summary>
    public static MemoryStream Content<T>(T value, JsonTypeInfo<T> type) => new(JsonSerializer.SerializeToUtf8Bytes(value, type));

    // 404 has many faces: with a substatus it is a container that is missing (1003) or a session that a replica has not caught up with (1002).
    private static bool IsMissing(ResponseMessage response) =>
        response.StatusCode == HttpStatusCode.NotFound
        && (!response.Headers.TryGetValue("x-ms-substatus", out var substatus) || substatus is null or "" or "0");
}

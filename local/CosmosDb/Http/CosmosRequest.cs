using System.Globalization;
using LiveTally.Local.CosmosDb.Partitioning;
using LiveTally.Local.CosmosDb.Storage;
using Microsoft.AspNetCore.Http;

namespace LiveTally.Local.CosmosDb.Http;

/// <summary>A request's verb, path and headers, as the handlers ask for them.</summary>
internal sealed class CosmosRequest
{
    // A batch may exceed a document's 2 MB by its rows' overhead. Anything larger is refused unread.
    private const int MaxBodyLength = 4 * 1024 * 1024;
    private const int DefaultItemCount = 100;
    private const int LargestItemCount = 1000;
    private const int LongestWait = 30;

    private readonly HttpRequest request;

    /// <param name="target">The request target as it was sent: an id may hold an escaped slash, which a decoded path would lose.</param>
    public CosmosRequest(HttpRequest request, string target)
    {
        this.request = request;
        var query = target.IndexOf('?', StringComparison.Ordinal);
        var path = query < 0 ? target : target[..query];
        Path = path.Trim('/').Split('/');
        for (var i = 0; i < Path.Length; i++)
        {
            Path[i] = Uri.UnescapeDataString(Path[i]);
        }
    }

    /// <summary>The decoded segments, for example <c>dbs, db, colls, c, docs, id</c>.</summary>
    public string[] Path { get; }

    public string Method => request.Method;

    /// <summary>Ends when the client goes away.</summary>
    public CancellationToken Aborted => request.HttpContext.RequestAborted;

    public string? IfMatch => Header("If-Match");

    public string? IfNoneMatch => Header("If-None-Match");

    public bool Minimal => Header("Prefer")?.Contains("return=minimal", StringComparison.OrdinalIgnoreCase) == true;

    /// <summary>How long a change feed request may be held, from <c>Prefer: wait=N</c> (RFC 7240), 0 to 30 seconds.</summary>
    public TimeSpan Wait
    {
        get
        {
            var preferences = (Header("Prefer") ?? "").Split(',', StringSplitOptions.TrimEntries);
            var wait = Array.Find(preferences, preference => preference.StartsWith("wait=", StringComparison.OrdinalIgnoreCase));
            return int.TryParse(wait.AsSpan(wait is null ? 0 : 5), NumberStyles.None, CultureInfo.InvariantCulture, out var seconds)
                ? TimeSpan.FromSeconds(Math.Min(seconds, LongestWait))
                : TimeSpan.Zero;
        }
    }

    /// <summary>1 to 1,000; the client's -1 leaves the choice to the server.</summary>
    public int MaxItemCount =>
        int.TryParse(Header(Headers.MaxItemCount), CultureInfo.InvariantCulture, out var count)
            ? count <= 0 ? LargestItemCount : Math.Min(count, LargestItemCount)
            : DefaultItemCount;

    public string? Header(string name) =>
        request.Headers.TryGetValue(name, out var value) && value.ToString() is { Length: > 0 } text ? text : null;

    /// <summary>A batch counts as a write, whatever it holds.</summary>
    public bool IsWrite => Method != "GET" && !Flag(Headers.IsQuery) && !Flag(Headers.IsQueryPlan);

    /// <summary>Whether the connection is cut instead of an answer.</summary>
    public bool LosesAnswer { get; set; }

    public bool Flag(string name) => "true".Equals(Header(name), StringComparison.OrdinalIgnoreCase);

    /// <exception cref="CosmosException">400: no partition key, or not one of this container.</exception>
    public byte[] Epk(ContainerInfo container) => EffectivePartitionKey.FromHeader(
        container.PartitionKey,
        Header(Headers.PartitionKey) ?? throw CosmosException.BadRequest("PartitionKey value must be supplied for this operation."));

    /// <summary>What a feed covers: one partition key, a range of effective partition keys, or the whole container.</summary>
    /// <exception cref="CosmosException">400: the key or range is malformed.</exception>
    public EpkRange Range(ContainerInfo container)
    {
        if (Header(Headers.PartitionKey) is not null)
        {
            return EpkRange.Single(Epk(container));
        }

        return (Header(Headers.StartEpk), Header(Headers.EndEpk)) is (var from, { } to) ? EpkRange.Parse(from ?? "", to) : EpkRange.All;
    }

    /// <exception cref="CosmosException">413: more than 4 MB.</exception>
    public async Task<byte[]> ReadBodyAsync()
    {
        if (request.ContentLength is { } length)
        {
            var body = new byte[length <= MaxBodyLength ? length : throw TooLarge()];
            await request.Body.ReadExactlyAsync(body, Aborted);
            return body;
        }

        using var chunks = new MemoryStream();
        var chunk = new byte[64 * 1024];
        for (int read; (read = await request.Body.ReadAsync(chunk, Aborted)) > 0;)
        {
            chunks.Write(chunk, 0, read);
            if (chunks.Length > MaxBodyLength)
            {
                throw TooLarge();
            }
        }

        return chunks.ToArray();
    }

    private static CosmosException TooLarge() => new(413, "Request size is too large.");
}

using System.Text.Json;
using System.Text.Unicode;
using LiveTally.Local.CosmosDb.Http;
using LiveTally.Local.CosmosDb.Partitioning;

namespace LiveTally.Local.CosmosDb.Items;

/// <summary>A document that a client sends: what the server must know of it, and the bytes to keep.</summary>
internal sealed class ItemDocument
{
    /// <summary>2 MB, as the service.</summary>
    public const int MaxLength = 2 * 1024 * 1024;

    /// <summary>Nested objects and arrays, as the service.</summary>
    public const int MaxDepth = 128;

    private const int MaxIdLength = 1023;

    private ItemDocument(string id, byte[] epk, byte[] body, int? timeToLive) => (Id, Epk, Body, TimeToLive) = (id, epk, body, timeToLive);

    public static JsonReaderOptions ReaderOptions { get; } = new() { MaxDepth = MaxDepth };

    public static JsonDocumentOptions DocumentOptions { get; } = new() { MaxDepth = MaxDepth };

    public string Id { get; }

    public byte[] Epk { get; }

    /// <summary>The object's own UTF-8 bytes, without system properties and without white space around it.</summary>
    public byte[] Body { get; }

    /// <summary>The document's ttl in seconds; -1: never.</summary>
    public int? TimeToLive { get; }

    /// <exception cref="CosmosException">400: not an object with a valid id, ttl and partition key. 413: too large.</exception>
    public static ItemDocument Parse(PartitionKeyDefinition partitionKey, byte[] json)
    {
        if (json.Length > MaxLength)
        {
            throw new CosmosException(413, "Request size is too large: a document has at most 2 MB.");
        }

        if (!Utf8.IsValid(json))
        {
            throw CosmosException.BadRequest("The document is not valid UTF-8.");
        }

        try
        {
            return Read(partitionKey, json);
        }
        catch (Exception e) when (e is JsonException or InvalidOperationException)
        {
            // The latter: an id or partition key with half of a surrogate pair in it, which is no text.
            throw CosmosException.BadRequest($"The document is not valid JSON: {e.Message}");
        }
    }

    /// <summary>Returns the key if it is the document's own.</summary>
    /// <exception cref="CosmosException">400: the request names another partition key than the document does.</exception>
    public byte[] CheckKey(byte[] epk) => epk.AsSpan().SequenceEqual(Epk)
        ? epk
        : throw CosmosException.BadRequest("PartitionKey extracted from document doesn't match the one specified in the header", 1001);

    private static ItemDocument Read(PartitionKeyDefinition partitionKey, byte[] json)
    {
        var reader = new Utf8JsonReader(json, ReaderOptions);
        if (!reader.Read() || reader.TokenType != JsonTokenType.StartObject)
        {
            throw CosmosException.BadRequest("A document is a JSON object.");
        }

        var start = (int)reader.TokenStartIndex;
        var (id, ttl, hasSystem) = ((string?)null, (int?)null, false);
        var epk = new byte[16 * partitionKey.Paths.Length];
        for (var component = 0; component < partitionKey.Paths.Length; component++)
        {
            EffectivePartitionKey.Write(default, epk, component);
        }

        while (reader.Read() && reader.TokenType == JsonTokenType.PropertyName)
        {
            hasSystem |= SystemProperties.IsSystem(ref reader);
            for (var component = 0; component < partitionKey.Paths.Length; component++)
            {
                if (reader.ValueTextEquals(partitionKey.Paths[component][0]))
                {
                    WriteComponent(reader, partitionKey.Paths[component], epk, component);
                }
            }

            if (reader.ValueTextEquals("id"u8))
            {
                reader.Read();
                id = reader.TokenType == JsonTokenType.String ? reader.GetString() : null;
            }
            else if (reader.ValueTextEquals("ttl"u8))
            {
                reader.Read();
                ttl = ReadTimeToLive(ref reader);
            }

            reader.Skip();
        }

        var end = (int)reader.BytesConsumed;
        if (reader.Read())
        {
            throw CosmosException.BadRequest("There is more than one JSON value.");
        }

        var body = json.AsSpan(start..end);
        var kept = hasSystem ? SystemProperties.Strip(body) : body.Length == json.Length ? json : body.ToArray();
        return new ItemDocument(CheckId(id), epk, kept, ttl);
    }

    /// <summary>Hashes the value at a path that starts with the property under the reader, which the copy of it leaves in place.</summary>
    private static void WriteComponent(Utf8JsonReader reader, string[] path, byte[] epk, int component)
    {
        reader.Read();
        using var value = JsonDocument.ParseValue(ref reader);
        var element = value.RootElement;
        foreach (var name in path.AsSpan(1))
        {
            element = element.ValueKind == JsonValueKind.Object && element.TryGetProperty(name, out var inner) ? inner : default;
        }

        EffectivePartitionKey.Write(element, epk, component);
    }

    private static int? ReadTimeToLive(ref Utf8JsonReader reader) => reader.TokenType switch
    {
        JsonTokenType.Null => null,
        JsonTokenType.Number when reader.TryGetInt32(out var seconds) && seconds is -1 or > 0 => seconds,
        _ => throw CosmosException.BadRequest("The input ttl is invalid: it is -1 or a positive number of seconds."),
    };

    private static string CheckId(string? id) => id switch
    {
        null or "" => throw CosmosException.BadRequest("The input content is invalid because the required property 'id' is missing."),
        { Length: > MaxIdLength } => throw CosmosException.BadRequest($"An id has at most {MaxIdLength} characters."),
        _ when id.AsSpan().IndexOfAny("/\\?#") >= 0 => throw CosmosException.BadRequest("An id cannot contain '/', '\\', '?' or '#'."),
        _ => id,
    };
}

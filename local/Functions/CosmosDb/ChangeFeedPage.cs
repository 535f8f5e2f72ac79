using System.Text.Json;

namespace LiveTally.Local.Functions.CosmosDb;

/// <summary>A page of the change feed as the service sends it.</summary>
internal static class ChangeFeedPage
{
    /// <summary>The array of documents within the page; empty if there are none.</summary>
    /// <exception cref="JsonException">The page is not an object with <c>Documents</c>.</exception>
    public static async Task<ReadOnlyMemory<byte>> DocumentsAsync(Stream page, CancellationToken cancellationToken)
    {
        using var buffer = new MemoryStream();
        await page.CopyToAsync(buffer, cancellationToken);
        return Documents(buffer.GetBuffer().AsMemory(0, (int)buffer.Length));
    }

    private static ReadOnlyMemory<byte> Documents(ReadOnlyMemory<byte> page)
    {
        var json = new Utf8JsonReader(page.Span);
        json.Read();
        while (json.Read() && json.TokenType == JsonTokenType.PropertyName)
        {
            var isDocuments = json.ValueTextEquals("Documents"u8);
            json.Read();
            var start = (int)json.TokenStartIndex;
            var isEmpty = json.TokenType == JsonTokenType.StartArray && page.Span[start + 1] == ']';
            json.Skip();
            if (isDocuments)
                return isEmpty ? default : page[start..(int)json.BytesConsumed];
        }

        throw new JsonException("A page of the change feed has no Documents.");
    }
}

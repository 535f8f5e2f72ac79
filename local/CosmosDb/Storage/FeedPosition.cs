using System.Buffers.Text;
using System.Text;
using LiveTally.Local.CosmosDb.Http;
using LiveTally.Local.CosmosDb.Partitioning;

namespace LiveTally.Local.CosmosDb.Storage;

/// <summary>Where a feed goes on: after this document. As a continuation token it is printable ASCII, whatever the id holds.</summary>
internal readonly record struct FeedPosition(byte[] Epk, string Id)
{
    /// <summary>Before the first document of a range: no id is empty.</summary>
    public static FeedPosition Start(EpkRange range) => new(range.From, "");

    public static string Token(Row row) => $"{Convert.ToHexString(row.Epk)}.{Base64Url.EncodeToString(Encoding.UTF8.GetBytes(row.Id))}";

    /// <exception cref="CosmosException">400: not a token of this server.</exception>
    public static FeedPosition Parse(string token)
    {
        try
        {
            var dot = token.IndexOf('.', StringComparison.Ordinal);
            var id = Base64Url.DecodeFromChars(token.AsSpan(dot + 1));
            return new(Convert.FromHexString(token.AsSpan(0, dot)), Encoding.UTF8.GetString(id));
        }
        catch (Exception e) when (e is FormatException or ArgumentOutOfRangeException)
        {
            throw CosmosException.BadRequest("The continuation token is malformed.");
        }
    }
}

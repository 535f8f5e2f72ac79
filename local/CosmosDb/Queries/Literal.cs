using System.Text;
using System.Text.Json;
using LiveTally.Local.CosmosDb.Http;

namespace LiveTally.Local.CosmosDb.Queries;

/// <summary>Constants in a query: strings in either kind of quotes, with JSON's escapes, numbers, true, false, null.</summary>
internal static class Literal
{
    public static bool IsString(string token) => token is ['\'' or '"', ..];

    public static bool IsLiteral(string token) => IsString(token) || token is ['-' or (>= '0' and <= '9'), ..] || IsWord(token);

    /// <exception cref="CosmosException">400: not a constant.</exception>
    public static JsonElement Parse(string token)
    {
        try
        {
            using var json = JsonDocument.Parse(token[0] == '\'' ? Requote(token) : IsWord(token) ? token.ToLowerInvariant() : token);
            return json.RootElement.Clone();
        }
        catch (JsonException)
        {
            throw CosmosException.BadRequest($"Syntax error in the query: {token} is not a constant.");
        }
    }

    private static bool IsWord(string token) => token.ToUpperInvariant() is "TRUE" or "FALSE" or "NULL";

    private static string Requote(string token)
    {
        var quoted = new StringBuilder("\"");
        for (var i = 1; i < token.Length - 1; i++)
        {
            if (token[i] == '\\')
            {
                // JSON has no escape for a single quote; the other escapes are its own.
                quoted.Append(token[i + 1] == '\'' ? "" : "\\").Append(token[++i]);
            }
            else
            {
                quoted.Append(token[i] == '"' ? "\\\"" : token[i].ToString());
            }
        }

        return quoted.Append('"').ToString();
    }
}

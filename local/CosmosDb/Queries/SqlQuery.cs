using System.Text.Json;
using LiveTally.Local.CosmosDb.Http;

namespace LiveTally.Local.CosmosDb.Queries;

/// <summary>Decides whether a document belongs to the result: true, false, or null where the condition is undefined for it.</summary>
internal delegate bool? Condition(JsonElement document);

/// <summary>Finds a value in a document, or an undefined one.</summary>
internal delegate JsonElement Operand(JsonElement document);

/// <summary>What a query returns for each document, or for all of them.</summary>
internal enum Projection
{
    /// <summary>The documents themselves.</summary>
    Document,

    /// <summary><c>{"_rid","orderByItems","payload"}</c>: the form to which the SDK rewrites ORDER BY, to merge partitions.</summary>
    OrderByItem,

    /// <summary>Their number.</summary>
    Count,

    /// <summary>Their number as <c>[{"item":n}]</c>: the form to which the SDK rewrites COUNT.</summary>
    CountItem,
}

/// <summary>A query of the subset that this endpoint serves.</summary>
internal sealed record SqlQuery(Projection Projection, Predicate? Where, Operand? OrderBy, bool Descending)
{
    /// <summary>Reads a query request's body.</summary>
    /// <exception cref="CosmosException">400: not a query, or outside the subset; the message names the clause.</exception>
    public static SqlQuery Parse(ReadOnlyMemory<byte> body)
    {
        try
        {
            using var json = JsonDocument.Parse(body);
            var parameters = new Dictionary<string, JsonElement>(StringComparer.Ordinal);
            if (json.RootElement.TryGetProperty("parameters", out var list) && list.ValueKind == JsonValueKind.Array)
            {
                foreach (var parameter in list.EnumerateArray())
                {
                    parameters[parameter.GetProperty("name").GetString()!] = parameter.GetProperty("value").Clone();
                }
            }

            return QueryParser.ParseQuery(json.RootElement.GetProperty("query").GetString()!, parameters);
        }
        catch (Exception e) when (e is JsonException or KeyNotFoundException or InvalidOperationException)
        {
            throw CosmosException.BadRequest($"The query request is malformed: {e.Message}");
        }
    }

    public bool Matches(JsonElement document) => Where is null || Where.Holds(document) == true;
}

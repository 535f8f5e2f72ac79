namespace LiveTally.Local.CosmosDb.Queries;

/// <summary>The clauses and functions of the query language that lie outside the subset, to be refused by name.</summary>
internal static class Unsupported
{
    private static readonly Dictionary<string, string> Clauses = new(StringComparer.OrdinalIgnoreCase)
    {
        ["ARRAY"] = "ARRAY",
        ["BETWEEN"] = "BETWEEN",
        ["DISTINCT"] = "DISTINCT",
        ["EXISTS"] = "EXISTS",
        ["GROUP"] = "GROUP BY",
        ["HAVING"] = "HAVING",
        ["JOIN"] = "JOIN",
        ["LIKE"] = "LIKE",
        ["LIMIT"] = "LIMIT",
        ["OFFSET"] = "OFFSET",
        ["RANK"] = "ORDER BY RANK",
        ["TOP"] = "TOP",
        ["UDF"] = "A user-defined function (udf)",
        ["UNDEFINED"] = "The constant undefined",
        ["UNION"] = "UNION",
    };

    // What may stand before a parenthesis.
    private static readonly HashSet<string> Served = new(StringComparer.OrdinalIgnoreCase)
    {
        "AND", "BY", "COUNT", "FROM", "IN", "NOT", "OR", "STARTSWITH", "WHERE",
        "IS_ARRAY", "IS_BOOL", "IS_BOOLEAN", "IS_DEFINED", "IS_NULL", "IS_NUMBER", "IS_OBJECT", "IS_PRIMITIVE", "IS_STRING",
    };

    /// <summary>The first clause or function that is not served, or null. A name after a dot is a property's, whatever it says.</summary>
    public static string? FirstIn(IReadOnlyList<string> tokens)
    {
        for (var i = 0; i < tokens.Count - 1; i++)
        {
            if (i > 0 && tokens[i - 1] == ".")
            {
                continue;
            }

            if (Clauses.TryGetValue(tokens[i], out var clause))
            {
                return clause;
            }

            if (i > 0 && tokens[i].Equals("SELECT", StringComparison.OrdinalIgnoreCase))
            {
                return "A subquery (SELECT)";
            }

            if (tokens[i + 1] == "(" && tokens[i] is [(>= 'a' and <= 'z') or (>= 'A' and <= 'Z'), ..] && !Served.Contains(tokens[i]))
            {
                return $"The function {tokens[i].ToUpperInvariant()}";
            }
        }

        return null;
    }
}

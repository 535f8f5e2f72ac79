using System.Text.Json;
using LiveTally.Local.CosmosDb.Http;

namespace LiveTally.Local.CosmosDb.Queries;

/// <summary>A recursive descent parser whose output is ready to run: conditions and operands are closures over the document.</summary>
internal sealed class QueryParser
{
    private readonly TokenReader tokens;
    private readonly ConditionParser conditions;

    private QueryParser(string text, IReadOnlyDictionary<string, JsonElement> parameters)
    {
        tokens = new TokenReader(text);
        conditions = new ConditionParser(tokens, parameters);
    }

    /// <exception cref="CosmosException">400: outside the subset.</exception>
    public static SqlQuery ParseQuery(string text, IReadOnlyDictionary<string, JsonElement> parameters) =>
        new QueryParser(text, parameters).Query();

    /// <summary>Parses <c>FROM c WHERE …</c>, the condition of a patch.</summary>
    /// <exception cref="CosmosException">400: outside the subset.</exception>
    public static Condition ParseCondition(string text)
    {
        var parser = new QueryParser(text, new Dictionary<string, JsonElement>());
        var condition = parser.FromAndWhere();
        return condition is not null && parser.tokens.AtEnd ? condition.Holds : throw parser.tokens.Unsupported();
    }

    private SqlQuery Query()
    {
        tokens.Expect("SELECT");
        // The alias is only known after FROM, so the select list is checked against it there.
        var projection = SelectList(out var selected, out var orderByItem);
        var where = FromAndWhere();
        var (orderBy, path, descending) = OrderBy();
        if (!tokens.AtEnd)
        {
            tokens.Fail();
        }

        if (Array.Exists(selected, alias => alias != conditions.Alias))
        {
            throw CosmosException.BadRequest("The select list is not supported: it names another alias than FROM does.");
        }

        if (projection == Projection.OrderByItem && (orderBy is null || path != orderByItem))
        {
            throw CosmosException.BadRequest("The select list is not supported: its order-by item is not the property of ORDER BY.");
        }

        if (projection is Projection.Count or Projection.CountItem && orderBy is not null)
        {
            throw CosmosException.BadRequest("ORDER BY is not supported together with COUNT.");
        }

        return new SqlQuery(projection, where, orderBy, descending);
    }

    private Projection SelectList(out string[] selected, out string? orderByItem)
    {
        (selected, orderByItem) = ([], null);
        if (tokens.TryTake("*"))
        {
            return Projection.Document;
        }

        if (tokens.TryTake("VALUE", "COUNT", "(", "1", ")"))
        {
            return Projection.Count;
        }

        if (tokens.TryTake("VALUE", "[", "{", "\"item\"", ":", "COUNT", "(", "1", ")", "}", "]"))
        {
            return Projection.CountItem;
        }

        var list = tokens.Ahead;
        if (tokens.TryTakeIdentifier(out var first) && tokens.TryTake(".", "_rid", ",", "[", "{", "\"item\"", ":"))
        {
            conditions.Alias = first;
            (_, orderByItem) = conditions.Path();
            if (tokens.TryTake("}", "]", "AS", "orderByItems", ",")
                && tokens.TryTakeIdentifier(out var payload) && tokens.TryTake("AS", "payload"))
            {
                selected = [first, payload];
                return Projection.OrderByItem;
            }
        }

        throw CosmosException.BadRequest($"The select list is not supported at '{list}': only SELECT * and SELECT VALUE COUNT(1) are.");
    }

    private Predicate? FromAndWhere()
    {
        tokens.Expect("FROM");
        conditions.Alias = tokens.TryTakeIdentifier(out var alias) ? alias : throw tokens.Unsupported();
        return tokens.TryTake("WHERE") ? conditions.Parse() : null;
    }

    private (Operand?, string?, bool Descending) OrderBy()
    {
        if (!tokens.TryTake("ORDER", "BY"))
        {
            return default;
        }

        var (operand, path) = conditions.Path();
        var descending = tokens.TryTake("DESC");
        if (!descending)
        {
            tokens.TryTake("ASC");
        }

        return (operand, path, descending);
    }
}

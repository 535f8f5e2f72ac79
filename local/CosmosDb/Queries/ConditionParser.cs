using System.Text.Json;
using LiveTally.Local.CosmosDb.Http;

namespace LiveTally.Local.CosmosDb.Queries;

/// <summary>Parses what follows WHERE, with the language's three-valued logic: a comparison across types is undefined, not false.</summary>
internal sealed class ConditionParser(TokenReader tokens, IReadOnlyDictionary<string, JsonElement> parameters)
{
    /// <summary>The name that FROM gives the document.</summary>
    public string Alias { get; set; } = "";

    public Condition Parse()
    {
        var left = Conjunction();
        while (tokens.TryTake("OR"))
        {
            var (first, second) = (left, Conjunction());
            left = document => first(document) is var known && known == true ? known : known | second(document);
        }

        return left;
    }

    /// <summary>A path into the document, and its text in one normal form.</summary>
    public (Operand Operand, string Text) Path()
    {
        if (!tokens.TryTakeIdentifier(out var root) || root != Alias)
        {
            throw CosmosException.BadRequest($"The query is not supported at '{root ?? tokens.Current}': a path starts with '{Alias}'.");
        }

        var names = new List<string>();
        while (true)
        {
            if (tokens.TryTake("."))
            {
                names.Add(tokens.TryTakeIdentifier(out var name) ? name : throw tokens.Unsupported());
            }
            else if (tokens.TryTake("["))
            {
                names.Add(Literal.IsString(tokens.Current) ? Literal.Parse(tokens.Take()).GetString()! : throw tokens.Unsupported());
                tokens.Expect("]");
            }
            else
            {
                var path = names.ToArray();
                return path.Length > 0 ? (document => Find(document, path), string.Join('\0', path)) : throw tokens.Unsupported();
            }
        }
    }

    private static JsonElement Find(JsonElement element, string[] path)
    {
        foreach (var name in path)
        {
            if (element.ValueKind != JsonValueKind.Object || !element.TryGetProperty(name, out element))
            {
                return default;
            }
        }

        return element;
    }

    private Condition Conjunction()
    {
        var left = Negation();
        while (tokens.TryTake("AND"))
        {
            var (first, second) = (left, Negation());
            left = document => first(document) is var known && known == false ? known : known & second(document);
        }

        return left;
    }

    private Condition Negation()
    {
        if (!tokens.TryTake("NOT"))
        {
            return Primary();
        }

        var inner = Negation();
        return document => !inner(document);
    }

    private Condition Primary()
    {
        if (tokens.TryTake("("))
        {
            var inner = Parse();
            tokens.Expect(")");
            return inner;
        }

        if (FunctionParser.TryParse(tokens, Operand, out var function))
        {
            return function;
        }

        var left = Operand();
        return tokens.Current.ToUpperInvariant() switch
        {
            "=" => Comparison(left, (a, b) => Values.AreEqual(a, b)),
            "<" => Comparison(left, (a, b) => Values.Compare(a, b) < 0),
            "<=" => Comparison(left, (a, b) => Values.Compare(a, b) <= 0),
            ">" => Comparison(left, (a, b) => Values.Compare(a, b) > 0),
            ">=" => Comparison(left, (a, b) => Values.Compare(a, b) >= 0),
            "IN" => In(left),
            "AND" or "OR" or ")" or "ORDER" or "" => document => left(document).ValueKind switch
            {
                JsonValueKind.True => true,
                JsonValueKind.False => false,
                _ => null,
            },
            _ => throw tokens.Unsupported(),
        };
    }

    private Condition Comparison(Operand left, Func<JsonElement, JsonElement, bool?> compare)
    {
        tokens.Take();
        var right = Operand();
        return document => compare(left(document), right(document));
    }

    private Condition In(Operand left)
    {
        tokens.Take();
        tokens.Expect("(");
        var list = new List<Operand>();
        do
        {
            list.Add(Operand());
        }
        while (tokens.TryTake(","));
        tokens.Expect(")");
        // A chain of equalities joined by OR, so undefined where one side is and no item matches.
        return document =>
        {
            var value = left(document);
            return list.Aggregate((bool?)false, (found, item) => found | Values.AreEqual(value, item(document)));
        };
    }

    private Operand Operand()
    {
        if (tokens.Current.StartsWith('@'))
        {
            var name = tokens.Take();
            var parameter = parameters.TryGetValue(name, out var value)
                ? value
                : throw CosmosException.BadRequest($"The query parameter '{name}' has no value.");
            return _ => parameter;
        }

        if (Literal.IsLiteral(tokens.Current))
        {
            var literal = Literal.Parse(tokens.Take());
            return _ => literal;
        }

        return Path().Operand;
    }
}

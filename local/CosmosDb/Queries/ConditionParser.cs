using System.Text.Json;
using LiveTally.Local.CosmosDb.Http;

namespace LiveTally.Local.CosmosDb.Queries;

/// <summary>Parses what follows WHERE, with the language's three-valued logic: a comparison across types is undefined, not false.</summary>
internal sealed class ConditionParser(TokenReader tokens, IReadOnlyDictionary<string, JsonElement> parameters)
{
    /// <summary>The name that FROM gives the document.</summary>
    public string Alias { get; set; } = "";

    public Predicate Parse()
    {
        var left = Conjunction();
        while (tokens.TryTake("OR"))
        {
            var (first, second) = (left.Holds, Conjunction().Holds);
            left = Predicate.Of(document => first(document) is var known && known == true ? known : known | second(document));
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
                names.Add(Literal.IsString(tokens.Current)
                    ? Literal.Parse(tokens.Take()).GetString()!
                    : throw CosmosException.BadRequest($"An array index, '[{tokens.Ahead}', is not supported."));
                tokens.Expect("]");
            }
            else
            {
                var path = names.ToArray();
                return path.Length > 0 ? (document => Find(document, path), Predicate.Key(path)) : throw tokens.Unsupported();
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

    private Predicate Conjunction()
    {
        var left = Negation();
        while (tokens.TryTake("AND"))
        {
            left = left.And(Negation());
        }

        return left;
    }

    private Predicate Negation()
    {
        if (!tokens.TryTake("NOT"))
        {
            return Primary();
        }

        var inner = Negation().Holds;
        return Predicate.Of(document => !inner(document));
    }

    private Predicate Primary()
    {
        if (tokens.TryTake("("))
        {
            var inner = Parse();
            tokens.Expect(")");
            return inner;
        }

        if (FunctionParser.TryParse(tokens, () => Term().Value, out var function))
        {
            return Predicate.Of(function);
        }

        var left = Term();
        return tokens.Current.ToUpperInvariant() switch
        {
            "=" => Equality(left),
            "<" => Comparison(left, (a, b) => Values.Compare(a, b) < 0),
            "<=" => Comparison(left, (a, b) => Values.Compare(a, b) <= 0),
            ">" => Comparison(left, (a, b) => Values.Compare(a, b) > 0),
            ">=" => Comparison(left, (a, b) => Values.Compare(a, b) >= 0),
            "IN" => In(left.Value),
            "AND" or "OR" or ")" or "ORDER" or "" => Predicate.Of(document => left.Value(document).ValueKind switch
            {
                JsonValueKind.True => true,
                JsonValueKind.False => false,
                _ => null,
            }),
            _ => throw tokens.Unsupported(),
        };
    }

    private Predicate Equality(Term left)
    {
        tokens.Take();
        var right = Term();
        Condition holds = document => Values.AreEqual(left.Value(document), right.Value(document));
        return (left.Path ?? right.Path, left.Constant ?? right.Constant) is ({ } path, { } constant)
            ? new Predicate(holds, new Dictionary<string, JsonElement> { [path] = constant })
            : Predicate.Of(holds);
    }

    private Predicate Comparison(Term left, Func<JsonElement, JsonElement, bool?> compare)
    {
        tokens.Take();
        var right = Term();
        return Predicate.Of(document => compare(left.Value(document), right.Value(document)));
    }

    private Predicate In(Operand left)
    {
        tokens.Take();
        tokens.Expect("(");
        var list = new List<Operand>();
        do
        {
            list.Add(Term().Value);
        }
        while (tokens.TryTake(","));
        tokens.Expect(")");
        // A chain of equalities joined by OR, so undefined where one side is and no item matches.
        return Predicate.Of(document =>
        {
            var value = left(document);
            return list.Aggregate((bool?)false, (found, item) => found | Values.AreEqual(value, item(document)));
        });
    }

    private Term Term()
    {
        if (tokens.Current.StartsWith('@'))
        {
            var name = tokens.Take();
            return parameters.TryGetValue(name, out var value)
                ? new Term(_ => value, Constant: value)
                : throw CosmosException.BadRequest($"The query parameter '{name}' has no value.");
        }

        if (Literal.IsLiteral(tokens.Current))
        {
            var literal = Literal.Parse(tokens.Take());
            return new Term(_ => literal, Constant: literal);
        }

        var (operand, path) = Path();
        return new Term(operand, path);
    }
}

using System.Diagnostics.CodeAnalysis;
using LiveTally.Local.CosmosDb.Http;

namespace LiveTally.Local.CosmosDb.Queries;

/// <summary>The tokens of a query, one ahead. Keywords are compared without regard to case.</summary>
internal sealed class TokenReader
{
    private const string Subset =
        "This endpoint serves SELECT * or SELECT VALUE COUNT(1) FROM one container, WHERE with AND, OR, NOT, comparisons, IN, STARTSWITH "
        + "and IS_ functions, and ORDER BY one property.";

    private readonly List<string> tokens;
    private int position;

    /// <exception cref="CosmosException">400: something that cannot be cut into tokens, or a clause or function outside the subset.</exception>
    public TokenReader(string text)
    {
        tokens = Lexer.Tokenize(text);
        if (Queries.Unsupported.FirstIn(tokens) is { } clause)
        {
            throw CosmosException.BadRequest($"{clause} is not supported. {Subset}");
        }
    }

    public string Current => tokens[position];

    public bool AtEnd => Current.Length == 0;

    /// <summary>The next few tokens, to show where a query leaves the subset.</summary>
    public string Ahead => string.Join(' ', tokens.Skip(position).Take(6)).TrimEnd();

    public string Take() => AtEnd ? throw Unsupported() : tokens[position++];

    /// <summary>Takes the tokens if all of them come next; otherwise takes none.</summary>
    public bool TryTake(params ReadOnlySpan<string> wanted)
    {
        for (var i = 0; i < wanted.Length; i++)
        {
            if (position + i >= tokens.Count || !tokens[position + i].Equals(wanted[i], StringComparison.OrdinalIgnoreCase))
            {
                return false;
            }
        }

        position += wanted.Length;
        return true;
    }

    public void Expect(string wanted)
    {
        if (!TryTake(wanted))
        {
            Fail();
        }
    }

    public bool TryTakeIdentifier([NotNullWhen(true)] out string? identifier)
    {
        identifier = char.IsAsciiLetter(Current.AsSpan().IsEmpty ? ' ' : Current[0]) || Current.StartsWith('_') ? tokens[position++] : null;
        return identifier is not null;
    }

    [DoesNotReturn]
    public void Fail() => throw Unsupported();

    public CosmosException Unsupported() => CosmosException.BadRequest(AtEnd
        ? "The query ends too early. " + Subset
        : $"The query is not supported at '{Ahead}'. " + Subset);
}

using LiveTally.Local.CosmosDb.Http;

namespace LiveTally.Local.CosmosDb.Queries;

/// <summary>Cuts query text into tokens. Strings keep their quotes; the last token is empty.</summary>
internal sealed class Lexer
{
    private readonly string text;
    private int position;

    private Lexer(string text) => this.text = text;

    /// <exception cref="CosmosException">400: a character that no token starts with, or a string without an end.</exception>
    public static List<string> Tokenize(string text)
    {
        var lexer = new Lexer(text);
        var tokens = new List<string>();
        do
        {
            tokens.Add(lexer.Next());
        }
        while (tokens[^1].Length > 0);
        return tokens;
    }

    private string Next()
    {
        while (position < text.Length && char.IsWhiteSpace(text[position]))
        {
            position++;
        }

        if (position == text.Length)
        {
            return "";
        }

        var start = position;
        var first = text[position++];
        switch (first)
        {
            case '\'' or '"':
                SkipString(first);
                break;
            case '<' or '>' or '!' when position < text.Length && text[position] is '=' or '>':
                position++;
                break;
            case '.' or ',' or '(' or ')' or '[' or ']' or '{' or '}' or ':' or '*' or '=' or '<' or '>':
                break;
            case '-' or (>= '0' and <= '9'):
                SkipWhile(c => char.IsAsciiLetterOrDigit(c) || c is '.' or '+' or '-');
                break;
            case '@' or '_' or (>= 'a' and <= 'z') or (>= 'A' and <= 'Z'):
                SkipWhile(c => char.IsAsciiLetterOrDigit(c) || c == '_');
                break;
            default:
                throw CosmosException.BadRequest($"Syntax error in the query: '{first}' at {start} is not supported.");
        }

        return text[start..position];
    }

    private void SkipString(char quote)
    {
        while (position < text.Length && text[position] != quote)
        {
            position += text[position] == '\\' ? 2 : 1;
        }

        if (position++ >= text.Length)
        {
            throw CosmosException.BadRequest("Syntax error in the query: a string has no end.");
        }
    }

    private void SkipWhile(Func<char, bool> belongs)
    {
        while (position < text.Length && belongs(text[position]))
        {
            position++;
        }
    }
}

using System.Text.RegularExpressions;
using LiveTally.Local.Functions.Hosting;
using Microsoft.AspNetCore.Http;

namespace LiveTally.Local.Functions.Http;

/// <summary>Text with <c>{routeParameter}</c>, <c>{headers.name}</c> and <c>{query.name}</c>, filled in from a request.</summary>
internal sealed partial class BindingExpression
{
    private readonly string text;

    /// <exception cref="StartupException">A brace is not closed or not opened, or encloses nothing.</exception>
    public BindingExpression(string function, string text)
    {
        if (Placeholder().Replace(text, "").AsSpan().IndexOfAny('{', '}') >= 0)
            throw StartupException.OfFunction(function, $"'{text}' is not a binding expression");
        this.text = text;
    }

    /// <exception cref="InvalidOperationException">The request lacks a value that is named.</exception>
    public string Evaluate(HttpRequest request) =>
        text.Contains('{', StringComparison.Ordinal) ? Placeholder().Replace(text, match => Value(match.Groups[1].Value, request)) : text;

    private string Value(string name, HttpRequest request)
    {
        var value = name.Split('.', 2) switch
        {
            ["headers", var header] => request.Headers[header].ToString(),
            ["query", var parameter] => request.Query[parameter].ToString(),
            _ => (request.RouteValues[name] ?? request.Query[name]).ToString(),
        };
        return string.IsNullOrEmpty(value)
            ? throw new InvalidOperationException($"The request has no value for {{{name}}} in '{text}'.")
            : value;
    }

    [GeneratedRegex(@"\{([^{}]+)\}")]
    private static partial Regex Placeholder();
}

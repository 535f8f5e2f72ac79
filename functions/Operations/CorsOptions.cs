using System.Collections.Frozen;
using Microsoft.Extensions.Options;

namespace LiveTally.Operations;

/// <summary>Which web pages of other origins may call the API from a browser.</summary>
public sealed class CorsOptions
{
    internal const string Section = "Cors";

    /// <summary>
    /// <c>Cors__Origins</c>: origins as a browser writes them, such as <c>https://example.org</c>, with commas between them; or <c>*</c> for
    /// all, but then without credentials. Empty: none.
    /// </summary>
    /// <value>empty</value>
    public string Origins { get; set; } = "";

    /// <summary>Whether every origin may.</summary>
    internal bool Any => Origins.Trim() == "*";

    /// <summary>The origins that are listed.</summary>
    internal FrozenSet<string> Listed() =>
        Any ? [] : Origins.Split(',', StringSplitOptions.TrimEntries | StringSplitOptions.RemoveEmptyEntries).ToFrozenSet(StringComparer.Ordinal);
}

/// <summary>What is listed must be what browsers send, to the letter, or it would never match.</summary>
internal sealed class CorsOptionsRule : IValidateOptions<CorsOptions>
{
    public ValidateOptionsResult Validate(string? name, CorsOptions options) =>
        options.Listed().FirstOrDefault(origin => !IsOrigin(origin)) is { } wrong
            ? ValidateOptionsResult.Fail($"Cors__Origins: '{wrong}' is no origin; write it as in https://example.org, or * alone for all.")
            : ValidateOptionsResult.Success;

    private static bool IsOrigin(string text) =>
        Uri.TryCreate(text, UriKind.Absolute, out var uri)
        && (uri.Scheme == Uri.UriSchemeHttp || uri.Scheme == Uri.UriSchemeHttps)
        && uri.GetLeftPart(UriPartial.Authority) == text;
}

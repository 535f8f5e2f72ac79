using Microsoft.AspNetCore.Http;

namespace LiveTally.Operations;

/// <summary>The token of a request.</summary>
public static class BearerToken
{
    private const string Scheme = "Bearer ";

    /// <summary>What follows <c>Authorization: Bearer</c>; empty when nothing does.</summary>
    public static ReadOnlySpan<char> Of(HttpRequest request) =>
        request.Headers.Authorization is [{ } header] && header.StartsWith(Scheme, StringComparison.OrdinalIgnoreCase) ? header.AsSpan(Scheme.Length).Trim() : default;
}

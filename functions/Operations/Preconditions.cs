using Microsoft.AspNetCore.Http;

namespace LiveTally.Operations;

/// <summary>The condition under which a client wants something changed: <c>If-Match</c> (RFC 9110, 13.1.1).</summary>
internal static class Preconditions
{
    /// <summary>Null when the request names this ETag, or any; else the error.</summary>
    public static Error? Check(HttpRequest request, string etag)
    {
        var sent = request.Headers.IfMatch;
        if (sent.Count == 0)
            return Errors.PreconditionRequired;

        // Compared strongly: a weak tag matches nothing.
        var tags = sent.SelectMany(line => line?.Split(',', StringSplitOptions.TrimEntries) ?? []);
        return tags.Any(tag => tag == "*" || tag == etag) ? null : Errors.PreconditionFailed;
    }
}

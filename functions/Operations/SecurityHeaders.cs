using Microsoft.AspNetCore.Http;
using Microsoft.Azure.Functions.Worker;
using Microsoft.Azure.Functions.Worker.Middleware;
using Microsoft.Extensions.Primitives;

namespace LiveTally.Operations;

/// <summary>
/// Headers for browsers on every answer of a function: it is data, never a page, a script or an image of somebody else's page. A function that
/// does answer with a page sets <c>Content-Security-Policy</c> itself, and keeps it.
/// </summary>
public sealed class SecurityHeaders : IFunctionsWorkerMiddleware
{
    private static readonly StringValues NoSniff = "nosniff";
    private static readonly StringValues NoReferrer = "no-referrer";

    // Holds for <img>, <script> and the like, which ask nobody. What CORS allows to read is not held to it.
    private static readonly StringValues SameOrigin = "same-origin";
    private static readonly StringValues NothingToLoad = "default-src 'none'; frame-ancestors 'none'";
    private static readonly StringValues OneYear = "max-age=31536000";

    private static readonly Func<object, Task> OnStarting = static context =>
    {
        Add((HttpContext)context);
        return Task.CompletedTask;
    };

    public Task Invoke(FunctionContext context, FunctionExecutionDelegate next)
    {
        // Only when the answer begins: an error on the way there clears the headers.
        if (context.GetHttpContext() is { } http)
            http.Response.OnStarting(OnStarting, http);
        return next(context);
    }

    private static void Add(HttpContext http)
    {
        var headers = http.Response.Headers;
        headers.XContentTypeOptions = NoSniff;
        headers["Referrer-Policy"] = NoReferrer;
        headers["Cross-Origin-Resource-Policy"] = SameOrigin;
        if (headers.ContentSecurityPolicy.Count == 0)
            headers.ContentSecurityPolicy = NothingToLoad;
        if (IsSecure(http.Request))
            headers.StrictTransportSecurity = OneYear;
    }

    // In Azure TLS ends before the worker. A caller who makes the header up gets the answer that it asked for, and nobody else does.
    private static bool IsSecure(HttpRequest request) =>
        request.IsHttps || string.Equals(request.Headers["X-Forwarded-Proto"], Uri.UriSchemeHttps, StringComparison.OrdinalIgnoreCase);
}

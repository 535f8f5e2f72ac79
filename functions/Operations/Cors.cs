using System.Collections.Frozen;
using Microsoft.AspNetCore.Http;
using Microsoft.Azure.Functions.Worker;
using Microsoft.Azure.Functions.Worker.Middleware;
using Microsoft.Extensions.Options;

namespace LiveTally.Operations;

/// <summary>
/// Lets browsers show answers to pages of other origins, where <see cref="CorsOptions"/> names them, and answers what they ask before a call.
/// Nothing here is a cookie, so credentials change nothing; SignalR's client asks for them all the same, and a listed origin gets them.
/// </summary>
public sealed class Cors(IOptions<CorsOptions> options) : IFunctionsWorkerMiddleware
{
    private const string RequestHeaders = "Authorization, Content-Type, Idempotency-Key, If-Match, If-None-Match, X-Admin-Key, X-Requested-With, X-SignalR-User-Agent";
    private const string ResponseHeaders = "Allow, Date, ETag, Location, Retry-After";
    private const string TenMinutes = "600";

    private readonly bool _any = options.Value.Any;
    private readonly FrozenSet<string> _listed = options.Value.Listed();

    public Task Invoke(FunctionContext context, FunctionExecutionDelegate next)
    {
        if ((!_any && _listed.Count == 0) || context.GetHttpContext() is not { } http)
            return next(context);

        // Only when the answer begins: an error on the way there clears the headers.
        http.Response.OnStarting(() =>
        {
            Allow(http.Request, http.Response.Headers);
            return Task.CompletedTask;
        });
        return TryAnswerPreflight(http) ? Task.CompletedTask : next(context);
    }

    private void Allow(HttpRequest request, IHeaderDictionary headers)
    {
        // Also for those who send no origin: a cache must not hand their answer to somebody who does.
        if (!_any)
            headers.AppendCommaSeparatedValues("Vary", "Origin");
        if (!IsAllowed(request))
            return;

        headers.AccessControlAllowOrigin = _any ? "*" : request.Headers.Origin;
        headers.AccessControlExposeHeaders = ResponseHeaders;
        if (!_any)
            headers.AccessControlAllowCredentials = "true";
    }

    /// <summary>False when this is no such question, or is asked about no call or for an origin that is not allowed.</summary>
    private bool TryAnswerPreflight(HttpContext http)
    {
        if (!HttpMethods.IsOptions(http.Request.Method) || http.Request.Headers.AccessControlRequestMethod.Count == 0 || !IsAllowed(http.Request))
            return false;
        var methods = RouteTable.MethodsAt(http.Request.Path);
        if (methods.IsEmpty)
            return false;

        http.Response.StatusCode = StatusCodes.Status204NoContent;
        var headers = http.Response.Headers;
        headers.AccessControlAllowMethods = string.Join(", ", methods);
        headers.AccessControlAllowHeaders = RequestHeaders;
        headers.AccessControlMaxAge = TenMinutes;
        return true;
    }

    private bool IsAllowed(HttpRequest request) =>
        request.Headers.Origin is [{ } origin] && (_any || _listed.Contains(origin));
}

using System.Security.Claims;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.Logging;

namespace LiveTally.Local.SignalR;

/// <summary>
/// Lets in who bears a token for the hub. It guards these endpoints only and registers no authentication scheme: with a second one
/// the application's own would no longer be the automatic default.
/// </summary>
internal sealed class ClientAuthentication(ClientTokens tokens, GracefulStop stop, ILogger<SignalREndpoint> logger)
{
    private static readonly object HubKey = new();

    public static string HubOf(HttpContext context) => (string)context.Items[HubKey]!;

    public async Task InvokeAsync(HttpContext context, RequestDelegate next)
    {
        var hub = context.Request.Query["hub"].ToString().ToLowerInvariant();
        if (TokenOf(context.Request) is not { } token || await tokens.ValidateAsync(token, hub) is not { } identity)
        {
            Log.Unauthorized(logger, context.Request.Path, hub);
            context.Response.StatusCode = StatusCodes.Status401Unauthorized;
            context.Response.Headers.WWWAuthenticate = "Bearer";
            return;
        }

        // Who is connected may still ask for what waits, and say good-bye.
        if (stop.HasBegun && context.Request.Path.Value!.EndsWith("/negotiate", StringComparison.OrdinalIgnoreCase))
        {
            context.Response.StatusCode = StatusCodes.Status503ServiceUnavailable;
            return;
        }

        context.Items[HubKey] = hub;
        context.User = new ClaimsPrincipal(identity);
        await next(context);
    }

    /// <summary>A browser cannot set headers on WebSockets and server-sent events; there the token comes in the query.</summary>
    private static string? TokenOf(HttpRequest request)
    {
        const string scheme = "Bearer ";
        var header = request.Headers.Authorization.ToString();
        if (header.StartsWith(scheme, StringComparison.OrdinalIgnoreCase))
            return header[scheme.Length..].Trim();
        return request.Query["access_token"].ToString() is { Length: > 0 } token ? token : null;
    }
}

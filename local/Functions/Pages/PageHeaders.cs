using Microsoft.AspNetCore.StaticFiles;
using Microsoft.Extensions.Configuration;

namespace LiveTally.Local.Functions.Pages;

/// <summary>Headers of the pages and their files. Azure Static Web Apps sends the same: a test compares them with its configuration.</summary>
internal sealed class PageHeaders(IConfiguration configuration)
{
    private readonly string contentSecurityPolicy =
        "default-src 'none'; script-src 'self'; style-src 'self'; font-src 'self'; img-src 'self' data:; connect-src " + string.Join(' ', ["'self'", .. SignIn(configuration)])
        + "; base-uri 'none'; form-action 'self'; frame-ancestors 'none'";

    public void Set(StaticFileResponseContext file)
    {
        Encodings.Set(file);
        var headers = file.Context.Response.Headers;
        headers.ContentSecurityPolicy = contentSecurityPolicy;
        headers.XContentTypeOptions = "nosniff";
        headers["Referrer-Policy"] = "no-referrer";
        headers["Cross-Origin-Opener-Policy"] = "same-origin";
        // Names under /assets change with what is in them. The others are asked for anew, which costs a 304.
        headers.CacheControl = file.Context.Request.Path.StartsWithSegments("/assets") ? "public, max-age=31536000, immutable" : "no-cache";
    }

    /// <summary>Where a browser gets its tokens, when people sign in with Entra ID.</summary>
    private static IEnumerable<string> SignIn(IConfiguration configuration)
    {
        if (Uri.TryCreate(configuration["Entra:Authority"], UriKind.Absolute, out var authority))
            yield return authority.GetLeftPart(UriPartial.Authority);
        else if (configuration["Entra:TenantId"] is { Length: > 0 })
            yield return "https://login.microsoftonline.com";
    }
}

using System.Security.Claims;
using System.Text.Encodings.Web;
using Microsoft.AspNetCore.Authentication;
using Microsoft.AspNetCore.Authentication.JwtBearer;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Options;
using Microsoft.IdentityModel.Tokens;

namespace LiveTally.Operations;

/// <summary>Reads access tokens of Entra ID, version 2.0, of the one tenant that the settings name, and says whether they hold.</summary>
public sealed class EntraTokens(
    IOptions<EntraOptions> options, IOptionsMonitor<JwtBearerOptions> bearer, EntraIssuer issuer, ILoggerFactory loggers)
{
    private static readonly AuthenticationScheme Scheme = new(EntraOptions.Section, displayName: null, typeof(JwtBearerHandler));

    private readonly EntraOptions _options = options.Value;

    /// <summary>Whether the request bears a token that could be one; a voter token cannot, since it has no dots.</summary>
    public bool AreIn(HttpRequest request) => _options.IsSet && BearerToken.Of(request).Contains('.');

    /// <summary>Who the token says that the caller is; <see cref="SignIn.None"/> when there is none.</summary>
    public async ValueTask<SignIn> ReadAsync(HttpRequest request, CancellationToken cancellationToken)
    {
        if (!AreIn(request))
            return SignIn.None;

        try
        {
            var published = await issuer.GetAsync(insufficient: null, cancellationToken);
            var result = await AuthenticateAsync(request);
            if (result.Failure is SecurityTokenSignatureKeyNotFoundException)
            {
                await issuer.GetAsync(insufficient: published, cancellationToken);
                result = await AuthenticateAsync(request);
            }

            return result.Principal is { } caller ? Read(caller) : new SignIn { Refusal = Explain(result.Failure) };
        }
        catch (IdentityUnavailableException)
        {
            return SignIn.Unknown;
        }
    }

    // The handler by itself, and anew each time: as a scheme of the web application it would run before every vote, and look at a request only once.
    private async Task<AuthenticateResult> AuthenticateAsync(HttpRequest request)
    {
        var handler = new JwtBearerHandler(bearer, loggers, UrlEncoder.Default);
        await handler.InitializeAsync(Scheme, request.HttpContext);
        return await handler.AuthenticateAsync();
    }

    private SignIn Read(ClaimsPrincipal caller)
    {
        // The issuer is the tenant's own; what an issuer of many tenants signs still names the tenant.
        if (!string.Equals(caller.FindFirstValue("tid"), _options.TenantId, StringComparison.OrdinalIgnoreCase))
            return new SignIn { Refusal = "The token is of another tenant." };

        // What an application gets for itself has roles and no scopes, and only where that is configured says so.
        var isPerson = caller.FindFirstValue("scp") is { Length: > 0 } && caller.FindFirstValue("idtyp") is not "app";
        return new SignIn
        {
            Holds = true,
            Roles = [.. caller.FindAll("roles").Select(role => role.Value)],
            ObjectId = caller.FindFirstValue("oid"),
            Person = isPerson ? caller.FindFirstValue("oid") : null,
        };
    }

    private static string Explain(Exception? exception) => exception switch
    {
        SecurityTokenExpiredException => "The token has expired.",
        SecurityTokenNotYetValidException => "The token does not hold yet.",
        SecurityTokenInvalidAudienceException => "The token is meant for another application.",
        SecurityTokenInvalidIssuerException => "The token is of another issuer: version 2.0 of the tenant's own is taken.",
        _ => "The token is not signed by the issuer.",
    };
}

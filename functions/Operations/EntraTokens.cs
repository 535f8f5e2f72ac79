using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.Options;
using Microsoft.IdentityModel.JsonWebTokens;
using Microsoft.IdentityModel.Protocols.OpenIdConnect;
using Microsoft.IdentityModel.Tokens;

namespace LiveTally.Operations;

/// <summary>Reads access tokens of Entra ID, version 2.0, of the one tenant that the settings name, and says whether they hold.</summary>
public sealed class EntraTokens(IOptions<EntraOptions> options, EntraIssuer issuer, TimeProvider time)
{
    /// <summary>How far the issuer's clock may be off.</summary>
    internal static readonly TimeSpan Skew = TimeSpan.FromMinutes(1);

    private const string ApplicationUri = "api://";

    private readonly EntraOptions _options = options.Value;
    private readonly JsonWebTokenHandler _handler = new();

    /// <summary>Whether the request bears a token that could be one; a voter token cannot, since it has no dots.</summary>
    public bool AreIn(HttpRequest request) => _options.IsSet && BearerToken.Of(request).Contains('.');

    /// <summary>Who the token says that the caller is; <see cref="SignIn.None"/> when there is none.</summary>
    public async ValueTask<SignIn> ReadAsync(HttpRequest request, CancellationToken cancellationToken)
    {
        if (!AreIn(request))
            return SignIn.None;

        var token = BearerToken.Of(request).ToString();
        try
        {
            var published = await issuer.GetAsync(insufficient: null, cancellationToken);
            var result = await ValidateAsync(token, published);
            if (result.Exception is SecurityTokenSignatureKeyNotFoundException)
                result = await ValidateAsync(token, await issuer.GetAsync(insufficient: published, cancellationToken));
            return result.IsValid ? Read((JsonWebToken)result.SecurityToken) : new SignIn { Refusal = Explain(result.Exception) };
        }
        catch (IdentityUnavailableException)
        {
            return SignIn.Unknown;
        }
    }

    private Task<TokenValidationResult> ValidateAsync(string token, OpenIdConnectConfiguration published) =>
        _handler.ValidateTokenAsync(token, new TokenValidationParameters
        {
            ValidAlgorithms = [SecurityAlgorithms.RsaSha256],
            IssuerSigningKeys = published.SigningKeys,
            TryAllIssuerSigningKeys = false,
            ValidIssuer = published.Issuer,
            ValidAudiences = Audiences(),
            LifetimeValidator = IsCurrent,
        });

    // A token of version 2.0 names the client id, however the client asked for it.
    private string[] Audiences() => _options.Audience is { } audience && audience.StartsWith(ApplicationUri, StringComparison.OrdinalIgnoreCase)
        ? [audience, audience[ApplicationUri.Length..]]
        : [_options.Audience!];

    private bool IsCurrent(DateTime? notBefore, DateTime? expires, SecurityToken token, TokenValidationParameters parameters)
    {
        var now = time.GetUtcNow().UtcDateTime;
        if (notBefore > now + Skew)
            throw new SecurityTokenNotYetValidException();
        return expires > now - Skew ? true : throw new SecurityTokenExpiredException();
    }

    private SignIn Read(JsonWebToken token)
    {
        // The issuer is the tenant's own; what an issuer of many tenants signs still names the tenant.
        if (!string.Equals(Claim(token, "tid"), _options.TenantId, StringComparison.OrdinalIgnoreCase))
            return new SignIn { Refusal = "The token is of another tenant." };

        // What an application gets for itself has roles and no scopes, and only where that is configured says so.
        var isPerson = Claim(token, "scp") is { Length: > 0 } && Claim(token, "idtyp") is not "app";
        return new SignIn
        {
            Holds = true,
            Roles = [.. token.Claims.Where(claim => claim.Type == "roles").Select(claim => claim.Value)],
            ObjectId = Claim(token, "oid"),
            Person = isPerson ? Claim(token, "oid") : null,
        };
    }

    private static string? Claim(JsonWebToken token, string name) => token.TryGetPayloadValue<string>(name, out var value) ? value : null;

    private static string Explain(Exception? exception) => exception switch
    {
        SecurityTokenExpiredException => "The token has expired.",
        SecurityTokenNotYetValidException => "The token does not hold yet.",
        SecurityTokenInvalidAudienceException => "The token is meant for another application.",
        SecurityTokenInvalidIssuerException => "The token is of another issuer: version 2.0 of the tenant's own is taken.",
        _ => "The token is not signed by the issuer.",
    };
}

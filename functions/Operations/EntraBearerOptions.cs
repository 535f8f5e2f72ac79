using Microsoft.AspNetCore.Authentication.JwtBearer;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Options;
using Microsoft.IdentityModel.Tokens;

namespace LiveTally.Operations;

/// <summary>What a token must be like to hold, for the JwtBearer handler: RS256 by a key that the issuer publishes, of that issuer, for this API, at this time.</summary>
internal sealed class EntraBearerOptions(IOptions<EntraOptions> entra, EntraIssuer issuer, TimeProvider time) : IConfigureNamedOptions<JwtBearerOptions>
{
    /// <summary>How far the issuer's clock may be off.</summary>
    private static readonly TimeSpan Skew = TimeSpan.FromMinutes(1);

    private const string ApplicationUri = "api://";

    public void Configure(string? name, JwtBearerOptions options) => Configure(options);

    public void Configure(JwtBearerOptions options)
    {
        options.ConfigurationManager = issuer;
        options.RefreshOnIssuerKeyNotFound = false;
        options.MapInboundClaims = false;
        options.SaveToken = false;
        options.TokenValidationParameters = new TokenValidationParameters
        {
            ValidAlgorithms = [SecurityAlgorithms.RsaSha256],
            TryAllIssuerSigningKeys = false,
            ValidAudiences = Audiences(),
            LifetimeValidator = IsCurrent,
        };
    }

    // A token of version 2.0 names the client id, however the client asked for it.
    private string[] Audiences() => entra.Value.Audience is { } audience && audience.StartsWith(ApplicationUri, StringComparison.OrdinalIgnoreCase)
        ? [audience, audience[ApplicationUri.Length..]]
        : [entra.Value.Audience!];

    private bool IsCurrent(DateTime? notBefore, DateTime? expires, SecurityToken token, TokenValidationParameters parameters)
    {
        var now = time.GetUtcNow().UtcDateTime;
        if (notBefore > now + Skew)
            throw new SecurityTokenNotYetValidException();
        return expires > now - Skew ? true : throw new SecurityTokenExpiredException();
    }
}

internal static class EntraServices
{
    /// <summary>What reads tokens of Entra ID, by the <see cref="EntraOptions"/> that are there.</summary>
    public static IServiceCollection AddEntra(this IServiceCollection services) => services
        .AddSingleton<EntraIssuer>()
        .AddSingleton<IConfigureOptions<JwtBearerOptions>, EntraBearerOptions>()
        .AddSingleton<EntraTokens>();
}

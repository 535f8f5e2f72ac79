using System.Security.Claims;
using Microsoft.IdentityModel.JsonWebTokens;
using Microsoft.IdentityModel.Tokens;

namespace LiveTally.Local.SignalR;

/// <summary>Makes and checks client tokens as the service does: a JWT whose audience is the client URL.</summary>
internal sealed class ClientTokens(SignalREndpointOptions options, TimeProvider timeProvider)
{
    public const string ClientPath = "/client/";

    /// <summary>Names that a token uses for itself.</summary>
    private static readonly string[] Reserved = ["aud", "exp", "iat", "nbf", "nameid", ClaimTypes.NameIdentifier];

    // The user id becomes the claim that SignalR knows a user by.
    private readonly JsonWebTokenHandler handler = new() { MapInboundClaims = true, SetDefaultTimesOnTokenCreation = false };
    private readonly SymmetricSecurityKey key = new(SigningKey.LoadOrCreate(options.DataDirectory));

    /// <exception cref="ArgumentException">The base URL is not an HTTP origin, or a claim bears a reserved name.</exception>
    public ClientConnectionInfo Create(string hub, string? userId, string baseUrl, IEnumerable<Claim> claims)
    {
        if (!Uri.TryCreate(baseUrl, UriKind.Absolute, out var origin)
            || origin is not { Scheme: "http" or "https", PathAndQuery: "/" })
            throw new ArgumentException($"Not an origin such as http://127.0.0.1:7071: {baseUrl}", nameof(baseUrl));
        var subject = new ClaimsIdentity(claims);
        if (subject.Claims.FirstOrDefault(c => Reserved.Contains(c.Type)) is { } reserved)
            throw new ArgumentException($"A client token sets this claim itself: {reserved.Type}", nameof(claims));
        if (userId is not null)
            subject.AddClaim(new Claim("nameid", userId));

        var url = origin.GetLeftPart(UriPartial.Authority) + PathAndQuery(hub);
        var now = timeProvider.GetUtcNow().UtcDateTime;
        var token = handler.CreateToken(new SecurityTokenDescriptor
        {
            Audience = url,
            Subject = subject,
            IssuedAt = now,
            NotBefore = now,
            Expires = now + options.TokenLifetime,
            SigningCredentials = new SigningCredentials(key, SecurityAlgorithms.HmacSha256),
        });
        return new ClientConnectionInfo(url, token);
    }

    /// <summary>Who bears the token, if it is good now and for this hub; else <see langword="null"/>.</summary>
    public async Task<ClaimsIdentity?> ValidateAsync(string token, string hub)
    {
        var result = await handler.ValidateTokenAsync(token, new TokenValidationParameters
        {
            IssuerSigningKey = key,
            ValidAlgorithms = [SecurityAlgorithms.HmacSha256],
            ValidateIssuer = false,
            RequireExpirationTime = true,
            LifetimeValidator = (notBefore, expires, _, _) => IsCurrent(expires),
            AudienceValidator = (audiences, _, _) => audiences.Any(a => IsFor(a, hub)),
        });
        return result.IsValid ? result.ClaimsIdentity : null;
    }

    private static string PathAndQuery(string hub) => $"{ClientPath}?hub={hub}";

    /// <summary>Behind a proxy the host differs from the one that the client knows; path and query do not.</summary>
    private static bool IsFor(string audience, string hub) =>
        Uri.TryCreate(audience, UriKind.Absolute, out var url) && url.PathAndQuery == PathAndQuery(hub);

    private bool IsCurrent(DateTime? expires) => expires > timeProvider.GetUtcNow().UtcDateTime;
}

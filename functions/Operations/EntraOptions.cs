using Microsoft.Extensions.Options;

namespace LiveTally.Operations;

/// <summary>Settings of signing in with Entra ID: <c>Entra__…</c>. Without a tenant nobody signs in.</summary>
public sealed class EntraOptions
{
    /// <summary>The section's name.</summary>
    public const string Section = "Entra";

    /// <summary>The tenant's id, a GUID. Its users and applications are the ones let in, and no others.</summary>
    public string? TenantId { get; set; }

    /// <summary>The API's app registration: its client id, or <c>api://</c> and that. What a token must be meant for.</summary>
    public string? Audience { get; set; }

    /// <summary>The issuer, for national clouds and tests: https, or http on a loopback address.</summary>
    /// <value>https://login.microsoftonline.com/{TenantId}/v2.0</value>
    public string? Authority { get; set; }

    /// <summary>Client id of the web pages' app registration, which is public; without one the pages offer no sign-in.</summary>
    public string? ClientId { get; set; }

    internal bool IsSet => !string.IsNullOrEmpty(TenantId);

    internal string Issuer => string.IsNullOrEmpty(Authority) ? $"https://login.microsoftonline.com/{TenantId}/v2.0" : Authority.TrimEnd('/');
}

/// <summary>What the settings must be for tokens to be checked soundly.</summary>
internal sealed class EntraOptionsRule : IValidateOptions<EntraOptions>
{
    public ValidateOptionsResult Validate(string? name, EntraOptions options)
    {
        if (!options.IsSet)
        {
            return string.IsNullOrEmpty(options.Audience) && string.IsNullOrEmpty(options.Authority)
                ? ValidateOptionsResult.Success
                : ValidateOptionsResult.Fail("Entra__TenantId is missing beside Entra__Audience or Entra__Authority.");
        }

        if (!Guid.TryParseExact(options.TenantId, "D", out _))
            return ValidateOptionsResult.Fail("Entra__TenantId must be the tenant's id, a GUID; a name could pass to another owner.");
        if (string.IsNullOrEmpty(options.Audience))
            return ValidateOptionsResult.Fail("Entra__Audience is missing beside Entra__TenantId.");
        return Uri.TryCreate(options.Issuer, UriKind.Absolute, out var issuer) && (issuer.Scheme == Uri.UriSchemeHttps || (issuer.Scheme == Uri.UriSchemeHttp && issuer.IsLoopback))
            ? ValidateOptionsResult.Success
            : ValidateOptionsResult.Fail("Entra__Authority must be an https address.");
    }
}

using LiveTally.Targets;
using Microsoft.AspNetCore.Http;
using Microsoft.Azure.Functions.Worker;
using Microsoft.Extensions.Options;

namespace LiveTally.Operations;

/// <summary>What the web pages need to know of this deployment.</summary>
/// <param name="SignIn">How people sign in; null: they do not, and an admin has a key.</param>
/// <param name="Target"><c>local</c> or <c>azure</c>.</param>
public sealed record PageSettings(SignInSettings? SignIn, string Target);

/// <summary>What a page needs to get a token of Entra ID.</summary>
/// <param name="Authority">The issuer; <c>/.well-known/openid-configuration</c> below it says the rest.</param>
/// <param name="ClientId">The pages' client id.</param>
/// <param name="Scope">What to ask for, beside <c>openid</c>.</param>
public sealed record SignInSettings(string Authority, string ClientId, string Scope);

/// <summary><c>GET /settings</c>: what a page reads before it offers to sign in. Nothing in it is secret.</summary>
public sealed class GetSettings(IOptions<EntraOptions> options)
{
    [Function(nameof(GetSettings))]
    public IResult Run([HttpTrigger(AuthorizationLevel.Anonymous, "get", "head", Route = "settings")] HttpRequest request)
    {
        request.HttpContext.Response.Headers.CacheControl = "public, max-age=60";
        var entra = options.Value;
        var signIn = entra.IsSet && !string.IsNullOrEmpty(entra.ClientId)
            ? new SignInSettings(entra.Issuer, entra.ClientId, $"{entra.Audience}/.default")
            : null;
        return Answers.Ok(new PageSettings(signIn, Target.Name), AppJson.Default.PageSettings);
    }
}

using System.Buffers.Text;
using System.Security.Cryptography;
using System.Text;
using System.Text.Json;
using System.Text.Json.Nodes;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.Logging;

namespace LiveTally.Tests.Shared;

/// <summary>An issuer of access tokens, as Entra ID is one for a tenant, with keys of its own. It signs whatever a test asks it to.</summary>
public sealed class OpenIdIssuer : IAsyncDisposable
{
    /// <summary>The API that its tokens are meant for.</summary>
    public const string Audience = "3f1c2b9e-6a54-4f0e-9d35-0c8f2f6f6f01";

    /// <summary>The tenant whose issuer it is.</summary>
    public const string Tenant = "8d4a5f0c-2f1b-4e57-8b7a-1f5f3c9d7e02";

    // Making a key takes longer than anything that is tested with it.
    private static readonly RSA[] Keys = [RSA.Create(2048), RSA.Create(2048)];

    private readonly WebApplication _web;
    private (string Id, RSA Rsa) _key = (NewKeyId(), Keys[0]);

    private OpenIdIssuer(WebApplication web) => _web = web;

    /// <summary>Its name, and where it is found.</summary>
    public string Address => _web.Urls.Single() + "/v2.0";

    /// <summary>Whether it answers 500 to everything.</summary>
    public bool IsDown { get; set; }

    /// <summary>Whether it takes requests and answers none.</summary>
    public bool Hangs { get; set; }

    /// <summary>How often its keys were asked for.</summary>
    public int Fetches { get; private set; }

    public static async Task<OpenIdIssuer> StartAsync()
    {
        var builder = WebApplication.CreateSlimBuilder();
        builder.Logging.ClearProviders();
        var web = builder.Build();
        web.Urls.Add("http://127.0.0.1:0");
        var issuer = new OpenIdIssuer(web);
        web.Use((context, next) => issuer.Hangs ? Task.Delay(Timeout.Infinite, context.RequestAborted) : next(context));
        web.MapGet("/v2.0/.well-known/openid-configuration", () => issuer.Answer(new { issuer = issuer.Address, jwks_uri = issuer.Address + "/keys" }));
        web.MapGet("/v2.0/keys", () =>
        {
            issuer.Fetches++;
            return issuer.Answer(new { keys = new[] { issuer.PublicKey() } });
        });
        await web.StartAsync();
        return issuer;
    }

    /// <summary>The claims of a person who is signed in to the API, with these roles.</summary>
    public JsonObject Person(string oid, params string[] roles) => Claims(oid, roles, claims => claims["scp"] = "access");

    /// <summary>The claims of an application on its own.</summary>
    public JsonObject Application(params string[] roles) => Claims("5b0f5d42-5c5c-4a53-9b38-9d1d9b3d4c03", roles, _ => { });

    /// <summary>A token of these claims, signed with the key of now.</summary>
    public string Sign(JsonObject claims) => Sign(claims, "RS256", content => _key.Rsa.SignData(content, HashAlgorithmName.SHA256, RSASignaturePadding.Pkcs1));

    /// <summary>A token that is not signed.</summary>
    public string SignNot(JsonObject claims) => Sign(claims, "none", _ => []);

    /// <summary>A token that uses as a shared secret what everybody knows: the public key, as it is written in PEM or as bytes.</summary>
    public string SignWithPublicKey(JsonObject claims, bool pem) => Sign(
        claims,
        "HS256",
        content => HMACSHA256.HashData(pem ? Encoding.ASCII.GetBytes(_key.Rsa.ExportSubjectPublicKeyInfoPem()) : _key.Rsa.ExportSubjectPublicKeyInfo(), content));

    /// <summary>A token under the id of the issuer's key, of somebody who does not have it.</summary>
    public string SignWithOtherKey(JsonObject claims) =>
        Sign(claims, "RS256", content => Other().SignData(content, HashAlgorithmName.SHA256, RSASignaturePadding.Pkcs1));

    /// <summary>From now on it signs with another key, and publishes that alone.</summary>
    public void RotateKey() => _key = (NewKeyId(), Other());

    public async ValueTask DisposeAsync() => await _web.DisposeAsync();

    private RSA Other() => _key.Rsa == Keys[0] ? Keys[1] : Keys[0];

    private JsonObject Claims(string oid, string[] roles, Action<JsonObject> change)
    {
        var now = TimeProvider.System.GetUtcNow().ToUnixTimeSeconds();
        var claims = new JsonObject
        {
            ["iss"] = Address, ["aud"] = Audience, ["tid"] = Tenant, ["oid"] = oid, ["sub"] = "pairwise", ["ver"] = "2.0", ["iat"] = now, ["nbf"] = now, ["exp"] = now + 3_600,
        };
        if (roles is not [])
            claims["roles"] = new JsonArray([.. roles.Select(role => JsonValue.Create(role))]);
        change(claims);
        return claims;
    }

    private string Sign(JsonObject claims, string algorithm, Func<byte[], byte[]> sign)
    {
        var header = new JsonObject { ["alg"] = algorithm, ["typ"] = "JWT", ["kid"] = _key.Id };
        var content = $"{Encode(header)}.{Encode(claims)}";
        return $"{content}.{Base64Url.EncodeToString(sign(Encoding.ASCII.GetBytes(content)))}";
    }

    private object PublicKey()
    {
        var key = _key.Rsa.ExportParameters(includePrivateParameters: false);
        return new { kty = "RSA", use = "sig", kid = _key.Id, n = Base64Url.EncodeToString(key.Modulus), e = Base64Url.EncodeToString(key.Exponent) };
    }

    private IResult Answer(object value) => IsDown ? TypedResults.StatusCode(500) : TypedResults.Json(value, JsonSerializerOptions.Web);

    private static string Encode(JsonObject json) => Base64Url.EncodeToString(Encoding.UTF8.GetBytes(json.ToJsonString()));

    private static string NewKeyId() => Convert.ToHexStringLower(RandomNumberGenerator.GetBytes(8));
}

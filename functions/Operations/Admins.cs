using System.Security.Cryptography;
using System.Text;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.Options;

namespace LiveTally.Operations;

/// <summary>Tells admins and trusted backends from everybody else: by a role that Entra ID gives, or locally by the admin key, which counts for both.</summary>
public sealed class Admins(IOptions<AdminOptions> options)
{
    /// <summary>The header that carries the key.</summary>
    public const string KeyHeader = "X-Admin-Key";

    // Hashes have one length, so that the comparison below tells nothing of the key's.
    private readonly byte[]? _keyHash = options.Value.Key is { Length: > 0 } key ? Hash(key) : null;

    /// <summary>Whether the request comes from an admin.</summary>
    /// <exception cref="IdentityUnavailableException">It cannot be told now.</exception>
    public bool Sent(HttpRequest request) => Has(request, Roles.ManagePolls);

    /// <summary>Whether the request comes from a backend that may vote for others.</summary>
    /// <exception cref="IdentityUnavailableException">It cannot be told now.</exception>
    public bool MaySubmit(HttpRequest request) => Has(request, Roles.SubmitVotes);

    /// <summary>Null when the caller has the role, else why the request is refused.</summary>
    /// <exception cref="IdentityUnavailableException">It cannot be told now.</exception>
    public Problem? Refuse(HttpRequest request, string role)
    {
        if (Has(request, role))
            return null;
        var signIn = SignIn.Of(request);
        if (signIn.Refusal is not null)
            return new Problem(Errors.InvalidSignIn, signIn.Refusal);
        return signIn.Holds
            ? new Problem(Errors.RoleMissing, $"This call needs the role {role}.")
            : new Problem(Errors.AdminRequired);
    }

    private bool Has(HttpRequest request, string role) => KeySent(request) || SignIn.Of(request).Roles.Contains(role);

    private bool KeySent(HttpRequest request) =>
        _keyHash is not null
        && request.Headers[KeyHeader] is [{ } key]
        && CryptographicOperations.FixedTimeEquals(Hash(key), _keyHash);

    private static byte[] Hash(string key) => SHA256.HashData(Encoding.UTF8.GetBytes(key));
}

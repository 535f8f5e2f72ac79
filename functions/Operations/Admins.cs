using System.Security.Cryptography;
using System.Text;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.Options;

namespace LiveTally.Operations;

/// <summary>Tells admins from everybody else.</summary>
public sealed class Admins(IOptions<AdminOptions> options)
{
    /// <summary>The header that carries the key.</summary>
    public const string KeyHeader = "X-Admin-Key";

    // Hashes have one length, so that the comparison below tells nothing of the key's.
    private readonly byte[]? _keyHash = options.Value.Key is { Length: > 0 } key ? Hash(key) : null;

    /// <summary>Whether the request comes from an admin.</summary>
    public bool Sent(HttpRequest request) =>
        _keyHash is not null
        && request.Headers[KeyHeader] is [{ } key]
        && CryptographicOperations.FixedTimeEquals(Hash(key), _keyHash);

    private static byte[] Hash(string key) => SHA256.HashData(Encoding.UTF8.GetBytes(key));
}

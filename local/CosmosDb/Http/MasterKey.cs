using System.Net;
using System.Security.Cryptography;
using System.Text;

namespace LiveTally.Local.CosmosDb.Http;

/// <summary>
/// Checks the signature that the account key puts on every request. Dates are signed but, unlike at the service, not checked for age.
/// </summary>
internal sealed class MasterKey(string key)
{
    private const string Scheme = "type=master&ver=1.0&sig=";

    private readonly byte[] key = Convert.FromBase64String(key);

    /// <exception cref="CosmosException">401: no signature, or not one of this key over this request.</exception>
    public void Check(CosmosRequest request)
    {
        var token = WebUtility.UrlDecode(request.Header("Authorization") ?? "");
        var (type, link) = Resource(request.Path);
        var signed = $"{request.Method.ToLowerInvariant()}\n{type}\n{link}\n{request.Header(Headers.Date)?.ToLowerInvariant()}\n\n";
        var sent = new byte[HMACSHA256.HashSizeInBytes];
        if (!token.StartsWith(Scheme, StringComparison.Ordinal)
            || !Convert.TryFromBase64Chars(token.AsSpan(Scheme.Length), sent, out var length) || length != sent.Length
            || !CryptographicOperations.FixedTimeEquals(sent, HMACSHA256.HashData(key, Encoding.UTF8.GetBytes(signed))))
        {
            throw new CosmosException(401, "The input authorization token can't serve the request: the wrong key was used, or another request was signed.");
        }
    }

    /// <summary>An even number of segments names a resource, an odd one a feed of its parent. RIDs are signed in lower case.</summary>
    private static (string Type, string Link) Resource(string[] path)
    {
        if (path is [""])
        {
            return ("", "");
        }

        var type = path[^(path.Length % 2 == 0 ? 2 : 1)];
        return type == "pkranges"
            ? (type, path[3].ToLowerInvariant())
            : (type, string.Join('/', path, 0, path.Length - (path.Length % 2)));
    }
}

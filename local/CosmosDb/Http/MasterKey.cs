using System.Globalization;
using System.Net;
using System.Security.Cryptography;
using System.Text;

namespace LiveTally.Local.CosmosDb.Http;

/// <summary>Checks the signature that the account key puts on every request, and that it was put there lately.</summary>
/// <param name="clock">The clock that the date is held against.</param>
internal sealed class MasterKey(string key, TimeProvider clock)
{
    /// <summary>How far a request's date may lie in the past or the future, as at the service.</summary>
    public static readonly TimeSpan LargestSkew = TimeSpan.FromMinutes(15);

    private const string Scheme = "type=master&ver=1.0&sig=";

    private readonly byte[] key = Convert.FromBase64String(key);

    /// <exception cref="CosmosException">
    /// 401: no date, no signature, or not one of this key over this request. 403: signed more than 15 minutes ago or ahead.
    /// </exception>
    public void Check(CosmosRequest request)
    {
        var (msDate, date) = (request.Header(Headers.Date), request.Header("Date"));
        if (!DateTimeOffset.TryParse(msDate ?? date, CultureInfo.InvariantCulture, DateTimeStyles.AssumeUniversal, out var signedAt))
        {
            throw new CosmosException(401, "The input authorization token can't serve the request: it has no valid x-ms-date or Date.");
        }

        var dates = msDate is null ? $"\n{date}" : $"{msDate}\n";
        if (!IsSigned(request, dates.ToLowerInvariant()))
        {
            throw new CosmosException(401, "The input authorization token can't serve the request: the wrong key was used, or another request was signed.");
        }

        if ((clock.GetUtcNow() - signedAt).Duration() > LargestSkew)
        {
            throw new CosmosException(
                403, $"The authorization token is not valid at the current time: it was signed at {signedAt:R}, and it is {clock.GetUtcNow():R}.");
        }
    }

    private bool IsSigned(CosmosRequest request, string dates)
    {
        var token = WebUtility.UrlDecode(request.Header("Authorization") ?? "");
        var sent = new byte[HMACSHA256.HashSizeInBytes];
        if (!token.StartsWith(Scheme, StringComparison.Ordinal)
            || !Convert.TryFromBase64Chars(token.AsSpan(Scheme.Length), sent, out var length) || length != sent.Length)
        {
            return false;
        }

        var (type, link) = Resource(request.Path);
        // The SDK for .NET addresses partition key ranges by RID and signs the container's alone; others address and sign by name.
        return Matches(sent, link) || (type == "pkranges" && Matches(sent, request.Path[3].ToLowerInvariant()));

        bool Matches(byte[] signature, string signedLink) => CryptographicOperations.FixedTimeEquals(
            signature, HMACSHA256.HashData(key, Encoding.UTF8.GetBytes($"{request.Method.ToLowerInvariant()}\n{type}\n{signedLink}\n{dates}\n")));
    }

    /// <summary>An even number of segments names a resource, an odd one a feed of its parent.</summary>
    private static (string Type, string Link) Resource(string[] path) => path is [""]
        ? ("", "")
        : (path[^(path.Length % 2 == 0 ? 2 : 1)], string.Join('/', path, 0, path.Length - (path.Length % 2)));
}

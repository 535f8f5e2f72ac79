using System.Security.Cryptography;

namespace LiveTally.Results;

/// <summary>What a final result carries.</summary>
/// <param name="Root">
/// SHA-256 over the chain hashes of all boxes, one after another in the order of the boxes, in hexadecimal. Who keeps it can tell later
/// whether any entry of any journal was changed.
/// </param>
public sealed record FinalResult(string Root)
{
    public static string RootOf(IEnumerable<byte[]> chains) => Convert.ToHexStringLower(SHA256.HashData([.. chains.SelectMany(chain => chain)]));
}

using System.Security.Cryptography;

namespace LiveTally.Votes;

/// <summary>
/// A poll's keys, one per purpose, derived from its secret, so that a token can never pass for a receipt and neither tells anything of a
/// ballot key. They live in the poll's document: there is no application-wide secret to manage, to leak or to rotate (decision 0003).
/// </summary>
public sealed class PollKeys(byte[] secret)
{
    private readonly byte[] _ballot = HMACSHA256.HashData(secret, "livetally ballot key"u8);

    /// <summary>Signs voter tokens.</summary>
    public byte[] Token { get; } = HMACSHA256.HashData(secret, "livetally voter token"u8);

    /// <summary>Signs receipts.</summary>
    public byte[] Receipt { get; } = HMACSHA256.HashData(secret, "livetally receipt"u8);

    /// <summary>The ballot key of a voter.</summary>
    public BallotKey BallotKeyOf(ReadOnlySpan<byte> voter)
    {
        Span<byte> hash = stackalloc byte[HMACSHA256.HashSizeInBytes];
        HMACSHA256.HashData(_ballot, voter, hash);
        return BallotKey.Read(hash);
    }
}

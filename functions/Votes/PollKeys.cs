using System.Buffers.Binary;
using System.Security.Cryptography;

namespace LiveTally.Votes;

/// <summary>
/// A poll's keys, one per purpose, derived from its secret, so that a token can never pass for a receipt and neither tells anything of a
/// ballot key. They live in the poll's document: there is no application-wide secret to manage, to leak or to rotate (decision 0003).
/// </summary>
/// <param name="secret">The poll's 32 random bytes.</param>
/// <param name="generation">How often the keys of voter tokens were changed (decision 0011); no other key ever changes.</param>
public sealed class PollKeys(byte[] secret, int generation = 0)
{
    private readonly MacKey _ballot = Derive(secret, "livetally ballot key"u8);
    private readonly MacKey _voter = Derive(secret, "livetally voter"u8);

    /// <summary>The generation that signs voter tokens.</summary>
    public int Generation { get; } = generation;

    /// <summary>
    /// Keys that voter tokens may be signed with: the first signs new ones; the one before still holds; and the next one does already, since another
    /// instance may have heard of a rotation first.
    /// </summary>
    public IReadOnlyList<MacKey> Tokens { get; } = generation == 0
        ? [TokenKey(secret, 0), TokenKey(secret, 1)]
        : [TokenKey(secret, generation), TokenKey(secret, generation - 1), TokenKey(secret, generation + 1)];

    /// <summary>Signs receipts, for ever.</summary>
    public MacKey Receipt { get; } = Derive(secret, "livetally receipt"u8);

    /// <summary>Hashes voting codes for storage.</summary>
    public MacKey Code { get; } = Derive(secret, "livetally voting code"u8);

    /// <summary>The ballot key of a voter.</summary>
    public BallotKey BallotKeyOf(ReadOnlySpan<byte> voter) => BallotKey.Read(Hash(_ballot, voter, stackalloc byte[MacKey.Length]));

    /// <summary>The voter in the tokens of whoever proves itself by <paramref name="name"/>: always the same one.</summary>
    public UInt128 VoterOf(ReadOnlySpan<byte> name) => BinaryPrimitives.ReadUInt128BigEndian(Hash(_voter, name, stackalloc byte[MacKey.Length]));

    private static ReadOnlySpan<byte> Hash(MacKey key, ReadOnlySpan<byte> text, Span<byte> hash)
    {
        key.Compute(text, hash);
        return hash;
    }

    private static MacKey Derive(byte[] secret, ReadOnlySpan<byte> purpose) => new(HMACSHA256.HashData(secret, purpose));

    // The first generation is without a number, as in polls from before there were others.
    private static MacKey TokenKey(byte[] secret, int generation)
    {
        var label = "livetally voter token"u8;
        Span<byte> numbered = stackalloc byte[label.Length + sizeof(int)];
        label.CopyTo(numbered);
        BinaryPrimitives.WriteInt32BigEndian(numbered[label.Length..], generation);
        return Derive(secret, generation == 0 ? label : numbered);
    }
}

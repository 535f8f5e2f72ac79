using System.Buffers.Binary;
using System.Security.Cryptography;

namespace LiveTally.Votes;

/// <summary>
/// What a voter proves itself by: version (1 byte), expiry (4 bytes, seconds since the Unix epoch), voter (16 bytes), signature.
/// Bound to its poll by the key that signs it.
/// </summary>
public readonly record struct VoterToken
{
    private const byte Version = 1;
    private const int Length = 1 + 4 + 16;

    private VoterToken(UInt128 voter, DateTimeOffset expiresAt) => (Voter, ExpiresAt) = (voter, expiresAt);

    /// <summary>Random, or derived from what the voter has proved itself by.</summary>
    public UInt128 Voter { get; }

    /// <summary>In whole seconds.</summary>
    public DateTimeOffset ExpiresAt { get; }

    /// <summary>A token for a voter nobody has seen before.</summary>
    public static VoterToken New(DateTimeOffset expiresAt)
    {
        Span<byte> voter = stackalloc byte[16];
        RandomNumberGenerator.Fill(voter);
        return Of(BinaryPrimitives.ReadUInt128BigEndian(voter), expiresAt);
    }

    /// <summary>A further token of a voter.</summary>
    public static VoterToken Of(UInt128 voter, DateTimeOffset expiresAt) => new(voter, DateTimeOffset.FromUnixTimeSeconds(expiresAt.ToUnixTimeSeconds()));

    public string Sign(PollKeys keys)
    {
        Span<byte> content = stackalloc byte[Length];
        content[0] = Version;
        BinaryPrimitives.WriteUInt32BigEndian(content[1..], checked((uint)ExpiresAt.ToUnixTimeSeconds()));
        BinaryPrimitives.WriteUInt128BigEndian(content[5..], Voter);
        return SignedText.Sign(content, keys.Tokens[0]);
    }

    /// <summary>False when the text is no token of this poll; a token that is one may still have expired.</summary>
    public static bool TryVerify(ReadOnlySpan<char> text, PollKeys keys, out VoterToken token)
    {
        Span<byte> content = stackalloc byte[Length];
        token = default;
        if (!SignedText.TryVerify(text, keys.Tokens, content) || content[0] != Version)
            return false;

        token = new VoterToken(
            BinaryPrimitives.ReadUInt128BigEndian(content[5..]),
            DateTimeOffset.FromUnixTimeSeconds(BinaryPrimitives.ReadUInt32BigEndian(content[1..])));
        return true;
    }

    /// <summary>The ballot key of the token's voter. The leading 't' keeps these voters apart from those that a trusted backend names.</summary>
    public BallotKey BallotKey(PollKeys keys)
    {
        Span<byte> voter = stackalloc byte[17];
        voter[0] = (byte)'t';
        BinaryPrimitives.WriteUInt128BigEndian(voter[1..], Voter);
        return keys.BallotKeyOf(voter);
    }
}

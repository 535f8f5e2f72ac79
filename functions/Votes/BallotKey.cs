using System.Buffers.Binary;
using System.Globalization;

namespace LiveTally.Votes;

/// <summary>
/// A voter as the system knows one: HMAC-SHA256(the poll's ballot secret, voter), cut to 16 bytes. Two polls see the same person
/// under unrelated keys, and nobody without the secret can go back from a key to a voter.
/// </summary>
public readonly record struct BallotKey(UInt128 Value)
{
    /// <summary>Length of a key in bytes.</summary>
    public const int Length = 16;

    /// <summary>The box that all of this voter's votes fall into, of <paramref name="boxes"/> boxes.</summary>
    public int BoxOf(int boxes) => (int)(Value % (UInt128)boxes);

    public static BallotKey Read(ReadOnlySpan<byte> source) => new(BinaryPrimitives.ReadUInt128BigEndian(source));

    public void Write(Span<byte> destination) => BinaryPrimitives.WriteUInt128BigEndian(destination, Value);

    /// <summary>32 hexadecimal digits.</summary>
    public override string ToString() => Value.ToString("x32", CultureInfo.InvariantCulture);
}

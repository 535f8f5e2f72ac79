using System.Buffers.Binary;
using System.Globalization;
using System.Text;
using LiveTally.Votes;

namespace LiveTally.Codes;

/// <summary>A lot of codes: its existence keeps another one from taking its name (container <c>codes</c>).</summary>
/// <param name="PollId">The poll.</param>
/// <param name="Lot">The lot.</param>
/// <param name="Count">How many codes it has.</param>
/// <param name="CreatedAt">When they were made.</param>
/// <param name="Attempt">Tells the writer that asks whether this is what it wrote.</param>
/// <param name="Id">The same in every lot.</param>
public sealed record CodeLot(string PollId, string Lot, int Count, DateTimeOffset CreatedAt, Guid Attempt, string Id = CodeLot.DocumentId)
{
    public const string DocumentId = "lot";
}

/// <summary>Some of a lot's codes, hashed, end to end.</summary>
public sealed record CodeBucket(string PollId, string Lot, byte[] Hashes, string Id);

/// <summary>Says that a code is used.</summary>
/// <param name="PollId">The poll.</param>
/// <param name="Lot">The lot.</param>
/// <param name="Key">What the client called the redemption; whoever has code and key gets the same token.</param>
/// <param name="ExpiresAt">When that token ends.</param>
/// <param name="Id">From the code's hash: there can be only one.</param>
public sealed record RedeemedCode(string PollId, string Lot, Guid Key, DateTimeOffset ExpiresAt, string Id);

/// <summary>What deleting needs of each of the documents.</summary>
public sealed record LotName(string Lot);

/// <summary>A code as storage knows it: HMAC-SHA256 with a key of the poll, cut to 16 bytes.</summary>
internal readonly record struct CodeHash(UInt128 Value)
{
    public const int Length = 16;

    // A full lot has about 160 codes in each bucket, 3 KB: cheap to read, and all of them fit into one transaction.
    private const int Buckets = 64;

    public static CodeHash Of(PollKeys keys, string code)
    {
        Span<byte> hash = stackalloc byte[MacKey.Length];
        keys.Code.Compute(Encoding.ASCII.GetBytes(code), hash);
        return Read(hash);
    }

    public static CodeHash Read(ReadOnlySpan<byte> source) => new(BinaryPrimitives.ReadUInt128BigEndian(source));

    public string BucketId => string.Create(CultureInfo.InvariantCulture, $"b{(int)(Value % Buckets):D2}");

    public string RedemptionId => "r" + Value.ToString("x32", CultureInfo.InvariantCulture);

    public void Write(Span<byte> destination) => BinaryPrimitives.WriteUInt128BigEndian(destination, Value);

    public bool IsIn(ReadOnlySpan<byte> hashes)
    {
        for (; hashes.Length >= Length; hashes = hashes[Length..])
        {
            if (Read(hashes) == this)
                return true;
        }

        return false;
    }
}

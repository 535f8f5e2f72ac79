using System.Buffers.Binary;
using System.Security.Cryptography;

namespace LiveTally.Verify;

/// <summary>A box's hash chain, recomputed: 32 zero bytes, then SHA-256 over the chain so far and each entry's canonical bytes.</summary>
internal sealed class Chain
{
    private static readonly Dictionary<(string Outcome, string? Reason), int> Codes = new()
    {
        [("counted", null)] = 0,
        [("superseded", null)] = 1,
        [("duplicate", null)] = 2,
        [("rejected", "closed")] = 3,
        [("rejected", "invalidChoice")] = 4,
        [("closed", null)] = 6,
        [("sealed", null)] = 7,
    };

    public byte[] Hash { get; private set; } = new byte[SHA256.HashSizeInBytes];

    /// <exception cref="FormatException">The line is of no kind that has a canonical form.</exception>
    public void Add(Line line) => Hash = SHA256.HashData([.. Hash, .. Canonical(line)]);

    private static List<byte> Canonical(Line line)
    {
        if (!Codes.TryGetValue((line.Outcome, line.Reason), out var code))
            throw new FormatException($"Box {line.Box}, entry {line.Entry}: unknown outcome {line.Outcome} {line.Reason}.");

        var bytes = new List<byte>(64);
        bytes.AddRange(line.BallotKey is null ? new byte[16] : Convert.FromHexString(line.BallotKey));
        bytes.AddRange(line.VoteId is { } id ? id.ToByteArray(bigEndian: true) : Moment(line.ClosedAt));
        AddVarint(bytes, (ulong)line.Partition);
        AddVarint(bytes, (ulong)line.SequenceNumber);
        bytes.Add(checked((byte)((code << 5) | (line.Choices?.Length ?? 0))));
        bytes.AddRange((line.Choices ?? []).Select(choice => checked((byte)choice)));
        return bytes;
    }

    private static byte[] Moment(DateTimeOffset? closedAt)
    {
        var bytes = new byte[16];
        BinaryPrimitives.WriteInt64BigEndian(bytes.AsSpan(8), closedAt?.ToUnixTimeMilliseconds() ?? 0);
        return bytes;
    }

    private static void AddVarint(List<byte> bytes, ulong value)
    {
        for (; value >= 0x80; value >>= 7)
            bytes.Add((byte)(value | 0x80));
        bytes.Add((byte)value);
    }
}

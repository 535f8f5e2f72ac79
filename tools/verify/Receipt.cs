using System.Buffers.Binary;
using System.Buffers.Text;
using System.Text;

namespace LiveTally.Verify;

/// <summary>
/// A receipt, read without its key: version (1 byte), poll id (8), box (2), ballot key (16), vote id (16), signature. That it is genuine only
/// the server can tell; where the entry should be, anybody.
/// </summary>
internal sealed record Receipt(string PollId, int Box, string BallotKey, Guid VoteId)
{
    private const int Length = 1 + 8 + 2 + 16 + 16 + 16;

    public static Receipt? TryRead(string text)
    {
        if (!Base64Url.IsValid(text, out var length) || length != Length)
            return null;

        var bytes = Base64Url.DecodeFromChars(text).AsSpan();
        return bytes[0] != 1 ? null : new Receipt(
            Encoding.ASCII.GetString(bytes[1..9]),
            BinaryPrimitives.ReadUInt16BigEndian(bytes[9..]),
            Convert.ToHexStringLower(bytes[11..27]),
            new Guid(bytes[27..43], bigEndian: true));
    }
}

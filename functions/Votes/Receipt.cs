using System.Buffers.Binary;
using System.Text;

namespace LiveTally.Votes;

/// <summary>
/// What the voter gets for a vote: names poll, box, ballot key and vote id, and is signed. A function of these alone, so that any
/// instance answers a retry alike without remembering anything.
/// </summary>
public readonly record struct Receipt(string PollId, int Box, BallotKey BallotKey, Guid VoteId)
{
    private const byte Version = 1;
    private const int Length = 1 + Polls.PollId.Length + 2 + BallotKey.Length + 16;

    public string Sign(PollKeys keys)
    {
        Span<byte> content = stackalloc byte[Length];
        content[0] = Version;
        Encoding.ASCII.GetBytes(PollId, content[1..]);
        BinaryPrimitives.WriteUInt16BigEndian(content[9..], checked((ushort)Box));
        BallotKey.Write(content[11..]);
        VoteId.TryWriteBytes(content[27..], bigEndian: true, out _);
        return SignedText.Sign(content, keys.Receipt);
    }

    /// <summary>False when the text is no receipt of this poll.</summary>
    public static bool TryVerify(ReadOnlySpan<char> text, PollKeys keys, out Receipt receipt)
    {
        Span<byte> content = stackalloc byte[Length];
        receipt = default;
        if (!SignedText.TryVerify(text, [keys.Receipt], content) || content[0] != Version)
            return false;

        receipt = new Receipt(
            Encoding.ASCII.GetString(content[1..9]),
            BinaryPrimitives.ReadUInt16BigEndian(content[9..]),
            BallotKey.Read(content[11..]),
            new Guid(content[27..], bigEndian: true));
        return true;
    }
}

using System.Buffers;
using System.Buffers.Binary;
using System.Security.Cryptography;
using LiveTally.Votes;

namespace LiveTally.Tally;

/// <summary>
/// One entry in a box's journal. Its bytes are canonical: ballot key (16), vote id (16, network order), log partition (varint), log sequence
/// number (varint), a byte of <see cref="JournalOutcome"/> (3 high bits) and number of choices (5 low bits), choices (1 each): 36 to 40 bytes
/// for a single choice in all but the longest logs. A marker has zeros for key and id, but for a close's moment in the id's last 8 bytes.
/// </summary>
/// <param name="Outcome">What became of the vote, or which marker this is.</param>
/// <param name="BallotKey">Who voted.</param>
/// <param name="VoteId">Which vote.</param>
/// <param name="Choices">Indexes into the poll's options, at most 31; none where they are no ballot.</param>
/// <param name="Partition">The log partition that the vote came from.</param>
/// <param name="SequenceNumber">Its sequence number there.</param>
public readonly record struct JournalEntry(
    JournalOutcome Outcome, BallotKey BallotKey, Guid VoteId, byte[] Choices, int Partition, long SequenceNumber)
{
    private const int ChoiceBits = 5;
    private const int MaxChoices = (1 << ChoiceBits) - 1;
    private const int MaxLength = BallotKey.Length + 16 + 5 + 10 + 1 + MaxChoices;

    /// <summary>Whether the entry is about a vote, not a marker.</summary>
    public bool IsVote => Outcome < JournalOutcome.Closed;

    /// <summary>Of an entry <see cref="JournalOutcome.Closed"/>: until when votes were accepted, in milliseconds since the Unix epoch.</summary>
    public DateTimeOffset ClosedAt
    {
        get
        {
            Span<byte> bytes = stackalloc byte[16];
            VoteId.TryWriteBytes(bytes, bigEndian: true, out _);
            return DateTimeOffset.FromUnixTimeMilliseconds(BinaryPrimitives.ReadInt64BigEndian(bytes[8..]));
        }
    }

    public static JournalEntry Close(DateTimeOffset closedAt, int partition, long sequenceNumber)
    {
        Span<byte> bytes = stackalloc byte[16];
        bytes.Clear();
        BinaryPrimitives.WriteInt64BigEndian(bytes[8..], closedAt.ToUnixTimeMilliseconds());
        return new JournalEntry(JournalOutcome.Closed, default, new Guid(bytes, bigEndian: true), [], partition, sequenceNumber);
    }

    public static JournalEntry Seal(int partition, long sequenceNumber) =>
        new(JournalOutcome.Sealed, default, default, [], partition, sequenceNumber);

    /// <summary>Appends the entry's canonical bytes and returns the box's chain hash after it: SHA-256(chain ‖ entry).</summary>
    public byte[] AppendTo(ArrayBufferWriter<byte> page, ReadOnlySpan<byte> chain)
    {
        var span = page.GetSpan(MaxLength);
        BallotKey.Write(span);
        VoteId.TryWriteBytes(span[16..], bigEndian: true, out _);
        var length = 32;
        length += Varint.Write(span[length..], (ulong)Partition);
        length += Varint.Write(span[length..], (ulong)SequenceNumber);
        span[length++] = checked((byte)(((int)Outcome << ChoiceBits) | Choices.Length));
        Choices.CopyTo(span[length..]);
        length += Choices.Length;

        Span<byte> link = stackalloc byte[SHA256.HashSizeInBytes + MaxLength];
        chain.CopyTo(link);
        span[..length].CopyTo(link[chain.Length..]);
        page.Advance(length);
        return SHA256.HashData(link[..(chain.Length + length)]);
    }

    /// <summary>Reads the entries of a page.</summary>
    /// <exception cref="InvalidDataException">The bytes are not whole entries.</exception>
    public static IEnumerable<JournalEntry> ReadAll(ReadOnlyMemory<byte> page)
    {
        while (!page.IsEmpty)
        {
            yield return Read(page.Span, out var length);
            page = page[length..];
        }
    }

    private static JournalEntry Read(ReadOnlySpan<byte> source, out int length)
    {
        if (source.Length < 32)
            throw new InvalidDataException("A journal entry is cut short.");

        var position = 32;
        var partition = Varint.Read(source, ref position);
        var sequenceNumber = Varint.Read(source, ref position);
        if (position >= source.Length || source.Length - position - 1 < (source[position] & MaxChoices))
            throw new InvalidDataException("A journal entry is cut short.");

        var outcome = (JournalOutcome)(source[position] >> ChoiceBits);
        var choices = source.Slice(position + 1, source[position] & MaxChoices).ToArray();
        if (partition > int.MaxValue || sequenceNumber > long.MaxValue || !Enum.IsDefined(outcome))
            throw new InvalidDataException("A journal entry is of no kind that is known here.");

        length = position + 1 + choices.Length;
        return new JournalEntry(
            outcome, BallotKey.Read(source), new Guid(source[16..32], bigEndian: true), choices, (int)partition, (long)sequenceNumber);
    }
}

using System.Buffers;
using System.Security.Cryptography;
using LiveTally.Votes;

namespace LiveTally.Tally;

/// <summary>
/// One counted ballot in a box's journal. Its bytes are canonical: ballot key (16), vote id (16, network order), log partition (varint),
/// log sequence number (varint), number of choices (1), choices (1 each); 36 to 40 bytes for a single choice in all but the longest logs.
/// </summary>
/// <param name="BallotKey">Who voted.</param>
/// <param name="VoteId">Which vote.</param>
/// <param name="Choices">Indexes into the poll's options.</param>
/// <param name="Partition">The log partition that the vote came from.</param>
/// <param name="SequenceNumber">Its sequence number there.</param>
public readonly record struct JournalEntry(BallotKey BallotKey, Guid VoteId, byte[] Choices, int Partition, long SequenceNumber)
{
    private const int MaxLength = BallotKey.Length + 16 + 5 + 10 + 1 + byte.MaxValue;

    /// <summary>Appends the entry's canonical bytes and returns the box's chain hash after it: SHA-256(chain ‖ entry).</summary>
    public byte[] AppendTo(ArrayBufferWriter<byte> page, ReadOnlySpan<byte> chain)
    {
        var span = page.GetSpan(MaxLength);
        BallotKey.Write(span);
        VoteId.TryWriteBytes(span[16..], bigEndian: true, out _);
        var length = 32;
        length += Varint.Write(span[length..], (ulong)Partition);
        length += Varint.Write(span[length..], (ulong)SequenceNumber);
        span[length++] = (byte)Choices.Length;
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
        if (position >= source.Length || source.Length - position - 1 < source[position])
            throw new InvalidDataException("A journal entry is cut short.");

        var choices = source.Slice(position + 1, source[position]).ToArray();
        if (partition > int.MaxValue || sequenceNumber > long.MaxValue)
            throw new InvalidDataException("A journal entry names a place that no log has.");

        length = position + 1 + choices.Length;
        return new JournalEntry(BallotKey.Read(source), new Guid(source[16..32], bigEndian: true), choices, (int)partition, (long)sequenceNumber);
    }
}

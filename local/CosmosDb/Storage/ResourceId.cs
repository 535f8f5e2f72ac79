using System.Buffers.Binary;
using System.Buffers.Text;

namespace LiveTally.Local.CosmosDb.Storage;

/// <summary>
/// RIDs as the SDK parses them: base64 of 4 bytes for a database, 8 for a container, 16 for a document, with <c>/</c> written <c>-</c>.
/// </summary>
internal static class ResourceId
{
    /// <summary>The length of a document's RID in characters.</summary>
    public const int DocumentLength = 24;

    private const int RangeType = 0x50;
    private const uint ContainerBit = 0x8000_0000;

    public static string Database(long database)
    {
        Span<byte> bytes = stackalloc byte[4];
        BinaryPrimitives.WriteUInt32BigEndian(bytes, (uint)database);
        return Convert.ToBase64String(bytes).Replace('/', '-');
    }

    public static string Container(long database, long container)
    {
        Span<byte> bytes = stackalloc byte[8];
        WriteContainer(bytes, database, container);
        return Convert.ToBase64String(bytes).Replace('/', '-');
    }

    /// <summary>Writes a document's RID as ASCII.</summary>
    public static void WriteDocument(Span<byte> text, long database, long container, long document) =>
        Write(text, database, container, document);

    /// <summary>Writes the RID of a container's only partition key range as ASCII.</summary>
    public static void WritePartitionKeyRange(Span<byte> text, long database, long container) =>
        Write(text, database, container, (long)RangeType << 56);

    /// <summary>Reads a container's number out of its RID.</summary>
    public static bool TryParseContainer(string text, out long container)
    {
        Span<byte> bytes = stackalloc byte[8];
        var parsed = Convert.TryFromBase64String(text.Replace('-', '/'), bytes, out var written) && written == 8;
        container = parsed ? BinaryPrimitives.ReadUInt32BigEndian(bytes[4..]) & ~ContainerBit : 0;
        return parsed;
    }

    private static void Write(Span<byte> text, long database, long container, long document)
    {
        Span<byte> bytes = stackalloc byte[16];
        WriteContainer(bytes, database, container);
        // The SDK compares documents by this number in little-endian order; its top four bits are the resource type, 0 for a document.
        BinaryPrimitives.WriteInt64LittleEndian(bytes[8..], document);
        Base64.EncodeToUtf8(bytes, text, out _, out _);
        text[..DocumentLength].Replace((byte)'/', (byte)'-');
    }

    private static void WriteContainer(Span<byte> bytes, long database, long container)
    {
        BinaryPrimitives.WriteUInt32BigEndian(bytes, (uint)database);
        BinaryPrimitives.WriteUInt32BigEndian(bytes[4..], (uint)container | ContainerBit);
    }
}

using System.Buffers;
using System.Globalization;
using System.Text;
using System.Text.Json;
using LiveTally.Local.CosmosDb.Storage;

namespace LiveTally.Local.CosmosDb.Items;

/// <summary>
/// The properties that the server owns. They are cut out of what a client writes and spliced into what it reads, so that the
/// stored body stays the client's own bytes.
/// </summary>
internal static class SystemProperties
{
    /// <summary>At least what <see cref="Write"/> adds to a body, in bytes.</summary>
    public const int MaxLength = 320;

    private static readonly string[] Names = ["_rid", "_self", "_etag", "_attachments", "_ts", "_lsn"];

    public static bool IsSystem(string name) => Names.Contains(name, StringComparer.Ordinal);

    public static bool IsSystem(ref Utf8JsonReader reader)
    {
        if (reader.ValueSpan is [(byte)'_', ..])
        {
            foreach (var name in Names)
            {
                if (reader.ValueTextEquals(name))
                {
                    return true;
                }
            }
        }

        return false;
    }

    /// <summary>Copies an object without its system properties.</summary>
    public static byte[] Strip(ReadOnlySpan<byte> body)
    {
        var kept = new ArrayBufferWriter<byte>(body.Length);
        var reader = new Utf8JsonReader(body, ItemDocument.ReaderOptions);
        reader.Read();
        while (reader.Read() && reader.TokenType == JsonTokenType.PropertyName)
        {
            var system = IsSystem(ref reader);
            var start = (int)reader.TokenStartIndex;
            reader.Skip();
            if (!system)
            {
                kept.Write(kept.WrittenCount == 0 ? "{"u8 : ","u8);
                kept.Write(body[start..(int)reader.BytesConsumed]);
            }
        }

        kept.Write("}"u8);
        return kept.WrittenSpan.ToArray();
    }

    /// <summary>Writes a document as it is served.</summary>
    /// <param name="body">A non-empty object, without system properties and without white space around it.</param>
    /// <param name="withLsn">Add <c>_lsn</c>, as the change feed does.</param>
    public static void Write(
        IBufferWriter<byte> output, ContainerInfo container, long number, long lsn, long timestamp, ReadOnlySpan<byte> body,
        bool withLsn = false)
    {
        output.Write(body[..^1]);
        Span<byte> rid = stackalloc byte[ResourceId.DocumentLength];
        ResourceId.WriteDocument(rid, container.Database.Number, container.Number, number);
        var span = output.GetSpan(MaxLength);
        var position = 0;
        Append(span, ref position, ",\"_rid\":\""u8);
        Append(span, ref position, rid);
        Append(span, ref position, "\",\"_self\":\""u8);
        position += Encoding.ASCII.GetBytes(container.SelfLink, span[position..]);
        Append(span, ref position, "docs/"u8);
        Append(span, ref position, rid);
        Append(span, ref position, "/\",\"_etag\":\"\\\""u8);
        position += ETag.Write(span[position..], container.Number, lsn);
        Append(span, ref position, "\\\"\",\"_attachments\":\"attachments/\",\"_ts\":"u8);
        timestamp.TryFormat(span[position..], out var digits, provider: CultureInfo.InvariantCulture);
        position += digits;
        if (withLsn)
        {
            Append(span, ref position, ",\"_lsn\":"u8);
            lsn.TryFormat(span[position..], out digits, provider: CultureInfo.InvariantCulture);
            position += digits;
        }

        Append(span, ref position, "}"u8);
        output.Advance(position);
    }

    private static void Append(Span<byte> span, ref int position, ReadOnlySpan<byte> text)
    {
        text.CopyTo(span[position..]);
        position += text.Length;
    }
}

using System.Text.Unicode;

namespace LiveTally.Local.CosmosDb.Storage;

/// <summary>Entity tags: a document's is its container's number and the LSN of its last write, so it needs no column of its own.</summary>
internal static class ETag
{
    /// <summary>A document's tag in its quotes.</summary>
    public static string Document(long container, long lsn) =>
        $"\"{container:x8}-0000-0000-{lsn >> 48:x4}-{lsn & 0xFFFF_FFFF_FFFF:x12}\"";

    /// <summary>Writes the tag without its quotes and returns its length.</summary>
    public static int Write(Span<byte> text, long container, long lsn)
    {
        Utf8.TryWrite(text, $"{container:x8}-0000-0000-{lsn >> 48:x4}-{lsn & 0xFFFF_FFFF_FFFF:x12}", out var length);
        return length;
    }

    /// <summary>Whether an <c>If-Match</c> or <c>If-None-Match</c> value names this version. <c>*</c> names every version.</summary>
    public static bool Matches(string condition, long container, long lsn) => condition == "*" || condition == Document(container, lsn);
}

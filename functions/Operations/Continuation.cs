using System.Buffers.Text;
using System.Text;

namespace LiveTally.Operations;

/// <summary>Where a listing goes on, as a client gets it and sends it back: opaque, and fit for a URL.</summary>
internal static class Continuation
{
    public static string Encode(string position) => Base64Url.EncodeToString(Encoding.UTF8.GetBytes(position));

    /// <summary>The position; null when the text did not come from <see cref="Encode"/>.</summary>
    public static string? TryDecode(string text) => Base64Url.IsValid(text) ? Encoding.UTF8.GetString(Base64Url.DecodeFromChars(text)) : null;
}
